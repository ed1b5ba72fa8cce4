/** A small fleet that comes up through one kill of each sort; `make kills` has many more. Part of `make edits`. */
import { type Fleet, newFleet, stopFleets } from '../memory/small-fleets';
import { connectionDies, foundationDies, killedRollouts, ledgerLineDies } from './kills.tests';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await newFleet();
});
afterAll(stopFleets);

killedRollouts(() => fleet, [foundationDies, connectionDies, ledgerLineDies]);
