/** A small fleet is rolled out through one kill of each kind; `make kills` has many more. Part of `make edits`. */
import { type Fleet, newFleet, stopFleets } from '../memory/small-fleets';
import { connectionDies, foundationDies, killedRollouts, ledgerLineDies } from './kills.tests';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await newFleet();
});
afterAll(stopFleets);

killedRollouts(() => fleet, [foundationDies, connectionDies, ledgerLineDies]);
