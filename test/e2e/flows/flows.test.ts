import { adoption } from './adoption';
import { type Applied, startEveryOption } from './applied';
import { customerFlow } from './customer';
import { internalFlow } from './internal';
import { machineFlow } from './machine';
import {
  clientSecretRotated,
  everythingChanges,
  federationSecretsPushed,
  pipelineJob,
  rightsAreNeeded,
  storesAnswer,
} from './rights';
import { pushedSecrets, whereSecretsAre } from './secrets';
import { tenantFlow } from './tenant';

let applied: Awaited<ReturnType<typeof startEveryOption>>;
const of = (): Applied => applied;

beforeAll(async () => {
  applied = await startEveryOption();
});
afterAll(() => applied.stop());

interface StackEnd {
  id: string;
  outcome: string;
}

test('an environment with every option on is applied', async () => {
  const rolledOut = async (...args: string[]): Promise<StackEnd[]> =>
    JSON.parse((await applied.run('rollout', '--env', 'every', '--yes', '--json', ...args)).stdout).stacks;
  // E-mail identities first: their DNS records must exist before a pool can use them.
  const identities = await rolledOut('--stack', 'foundation,email');
  expect(identities.map(({ outcome }) => outcome)).toEqual(Array(4).fill('applied'));
  await applied.publishDns();

  const rollout = await rolledOut();
  const ended = (outcome: string) => rollout.filter((stack) => stack.outcome === outcome).length;
  // Data and edge in two accounts, three flows and one cell.
  expect({ stacks: rollout.length, applied: ended('applied') }).toEqual({ stacks: 12, applied: 8 });
  // Stacks that were just applied aren't even planned.
  const skipped = rollout.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.map(({ id }) => id).sort()).toEqual(identities.map(({ id }) => id).sort());
});

// The plan after the push is the first since everything was applied. It covers the stacks that adoption does not import;
// adoption plans the others itself.
describe('federation secrets', () =>
  pushedSecrets(
    of,
    ['foundation', 'email', 'data', 'edge', 'customer'].map((stack) => `every-identity-*-${stack}`),
  ));
describe('federation secrets once more', () => federationSecretsPushed(of));
describe('policy stores', () => storesAnswer(of));
// Before the flows, which end with deleted tables; they then show that what was imported works, and keeps its secrets.
describe('adoption after a killed apply', () => adoption(of));
describe("a pipeline's job", () => pipelineJob(of));
describe('customers', () => customerFlow(of));
describe('staff', () => internalFlow(of));
describe('services', () => machineFlow(of));
describe('client secrets', () => clientSecretRotated(of));
describe("tenants' users", () => tenantFlow(of));
describe('changes of every kind', () => everythingChanges(of));
describe('where secrets are after plans and applies', () => whereSecretsAre(of));
describe('permissions', () => rightsAreNeeded(of));
