import { commit } from '../fleet/approve';
import { ok } from '../fleet/fleet';
import { leaving } from './leaving';
import { type LifeFleet, lifeFleet, regions } from './life-fleet';
import { moving } from './moving';
import { suspension } from './suspension';

// One fleet for all stories, since creating it takes a minute of Terraform. Each story continues where the previous ended.
let fleet: LifeFleet;
const of = () => fleet;

beforeAll(async () => {
  fleet = await lifeFleet();
  commit(fleet.project.root);
  ok(await fleet.run('rollout', '--env', 'staging', '--yes', '--parallel', '2'));
});
afterAll(() => fleet?.stop());

test('the fleet is rolled out, and users can sign in', async () => {
  for (const region of regions) {
    const ada = await of().user('acme', region, 'ada@acme.example');
    expect(await of().signIn('acme', region, ada)).toBe('in');
  }
});

describe('suspend and resume', () => suspension(of));

describe('move', () => moving(of));
describe('offboard', () => leaving(of));
