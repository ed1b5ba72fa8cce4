import { type Fleet, newFleet, stopFleets } from '../memory/small-fleets';
import { alarmGate } from './alarms.tests';
import { commit } from './approve';
import { handmadeDrift } from './drift.tests';
import { foundationDies, killedRollouts } from './kills.tests';
import { reviewedPlanSet } from './plan-set.tests';
import { guardedProduction } from './production.tests';
import { removalByName } from './removal.tests';

// One fleet for all stories, since creating it takes a minute of Terraform. Each story continues where the previous ended.
let fleet: Fleet;
const of = () => fleet;

beforeAll(async () => {
  fleet = await newFleet();
  commit(fleet.project.root);
});
afterAll(stopFleets);

describe('a first rollout with kills', () => killedRollouts(of, [foundationDies]));
describe('removal from configuration', () => removalByName(of));
describe('gates', () => alarmGate(of));
describe('production', () => guardedProduction(of));
describe('plan sets', () => reviewedPlanSet(of));
describe('drift', () => handmadeDrift(of));
