import { commit } from '../fleet/approve';
import { ok } from '../fleet/fleet';
import { leaving } from './leaving';
import { type LifeFleet, lifeFleet, regions } from './life-fleet';
import { moving } from './moving';
import { suspension } from './suspension';

// One fleet for all, since it takes a minute of Terraform to come up. Each goes on from where the one before ended.
let fleet: LifeFleet;
const of = () => fleet;

beforeAll(async () => {
  fleet = await lifeFleet();
  commit(fleet.project.root);
  ok(await fleet.run('rollout', '--env', 'staging', '--yes', '--parallel', '2'));
});
afterAll(() => fleet?.stop());

test('it comes up', async () => {
  for (const region of regions) {
    const ada = await of().user('acme', region, 'ada@acme.example');
    expect(await of().signIn('acme', region, ada)).toBe('in');
  }
});

describe('suspend and resume', () => suspension(of));

describe('move', () => moving(of));
describe('leave', () => leaving(of));
