import { type Fleet, newFleet, stopFleets } from '../memory/small-fleets';
import { alarmGate } from './alarms.tests';
import { commit } from './approve';
import { handmadeDrift } from './drift.tests';
import { foundationDies, killedRollouts } from './kills.tests';
import { reviewedPlanSet } from './plan-set.tests';
import { guardedProduction } from './production.tests';
import { removalByName } from './removal.tests';

// One fleet for all, since it takes a minute of Terraform to come up. Each goes on from where the one before ended.
let fleet: Fleet;
const of = () => fleet;

beforeAll(async () => {
  fleet = await newFleet();
  commit(fleet.project.root);
});
afterAll(stopFleets);

describe('killed as it comes up', () => killedRollouts(of, [foundationDies]));
describe('what configuration no longer names', () => removalByName(of));
describe('gates', () => alarmGate(of));
describe('production', () => guardedProduction(of));
describe('plan sets', () => reviewedPlanSet(of));
describe('drift', () => handmadeDrift(of));
