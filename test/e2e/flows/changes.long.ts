/**
 * Changes to an environment with every option on: dangerous and harmless edits, planned with real Terraform, and plan
 * sets from plan to apply. `make edits`; a few of both are in `test/e2e/fleet/small-fleet.test.ts`.
 */
import { type Applied, startEveryOption } from './applied';
import { drift } from './drift';
import { edits } from './edits';
import { planSets } from './plan-sets';
import { pushedSecrets } from './secrets';

let applied: Awaited<ReturnType<typeof startEveryOption>>;
const of = (): Applied => applied;

beforeAll(async () => {
  applied = await startEveryOption();
});
afterAll(() => applied.stop());

test('an environment with every option on is rolled out', async () => {
  // E-mail identities first: their DNS records must exist before a pool can use them.
  await applied.run('rollout', '--env', 'every', '--yes', '--stack', 'foundation,email');
  await applied.publishDns();
  await applied.run('rollout', '--env', 'every', '--yes');
});

describe('federation secrets', () => pushedSecrets(of, ['customer', 'internal']));
describe('drift', () => drift(of));
describe('edits of configuration', () => edits(of));
describe('plan sets', () => planSets(of));
