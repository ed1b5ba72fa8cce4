import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { VerifiedPermissions } from '@aws-sdk/client-verifiedpermissions';
import dev from '../../../environments/dev';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { storeContent } from '../../../stacks/policies/cedar';
import { contentHash } from '../../../stacks/policies/content-hash';
import { deploy } from '../../scripts/policy/deploy';
import { access, type Place } from './cloud';
import { fleet, onLocalAws, removeFolder, stateFolder } from './fleet';
import { createRole } from './operator';

const state = stateFolder();
const { identity } = dev.accounts;
const [first, second] = dev.regions as [string, string];
const content = storeContent('customer');
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
let stores: Record<string, string>;
const place = (region: string): Place => ({ endpoint: aws.endpoint, accountId: identity.id, region });

/** Creates the customer flow's store and registry item in a region, as its stack would. */
async function rollOut(region: string): Promise<string> {
  const pool = `${region}_Real00001`;
  const avp = new VerifiedPermissions(access(place(region)));
  const id = await deploy(avp, content, pool);
  avp.destroy();
  const table = new DynamoDBClient(access(place(region)));
  const TableName = 'dev-flow-registry';
  await table.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['flow', 'region'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'flow', KeyType: 'HASH' },
        { AttributeName: 'region', KeyType: 'RANGE' },
      ],
    }),
  );
  const item = {
    flow: 'customer',
    region,
    user_pool_id: pool,
    policy_store_id: id,
    policy_content: contentHash(content),
  };
  const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]));
  await table.send(new PutItemCommand({ TableName, Item }));
  table.destroy();
  return id;
}

beforeAll(async () => {
  aws = await startLocalAws();
  env = onLocalAws(aws.endpoint, state);
  await createRole(place(first), 'probe');
  await createRole(place(first), 'plan');
  stores = { [first]: await rollOut(first), [second]: await rollOut(second) };
});

afterAll(async () => {
  await aws.stop();
  removeFolder(state);
});

const customer = ['--env', 'dev', '--stack', 'customer'];
const diff = (...args: string[]) => fleet(['policy', 'diff', '--deployed', ...customer, ...args], env);

test('stores with the content of the working tree: probe exits 0, and nothing differs', async () => {
  const probe = await fleet(['probe', '--decisions-only', ...customer], env);
  expect(probe.stdout).toMatch(/as expected[\s\S]*as in the working tree[\s\S]*everything is as expected/);
  expect(probe.stderr).toMatch(/1\/2 identity .* customer: as expected: \d+ of \d+ decisions/);
  expect(probe.code).toBe(0);

  const { code, stdout } = await diff('--fail-on-widening');
  expect(stdout).toMatch(/^customer \(2 stores: .*\): no difference$/m);
  expect(code).toBe(0);
});

test('a store that was narrowed by hand: probe exits 1, and a rollout would widen it', async () => {
  const avp = new VerifiedPermissions(access(place(second)));
  await avp.createPolicy({
    policyStoreId: stores[second],
    definition: { static: { description: 'stop.cedar', statement: 'forbid (principal, action, resource);' } },
  });
  avp.destroy();

  const probe = await fleet(['probe', ...customer, '--json'], env);
  expect(probe.code).toBe(1);
  const [one, other] = JSON.parse(probe.stdout).stores;
  expect(one).toMatchObject({ region: first, outcome: 'as expected' });
  expect(other).toMatchObject({
    region: second,
    outcome: 'differs',
    unexpected: expect.arrayContaining([
      expect.objectContaining({ said: { decision: 'DENY', by: expect.arrayContaining(['stop']) } }),
    ]),
  });

  const guarded = await diff('--region', second, '--fail-on-widening', '--samples', '200');
  expect(guarded.stdout).toMatch(/WIDENS ACCESS[\s\S]*forbid stop: removed[\s\S]*PROVED only wider/);
  expect(guarded.code).toBe(3);
});

test('a store that is not rolled out is reported as such', async () => {
  const probe = await fleet(['probe', '--env', 'dev', '--stack', 'internal', '--region', first], env);
  expect(probe.stdout).toMatch(/not rolled out[\s\S]*npx fleet rollout --env dev --stack/);
  expect(probe.code).toBe(1);
});

test.each([
  ['an unknown environment', ['probe', '--env', 'nope'], /no environment "nope"/],
  ['no environment', ['probe'], /no environment given/],
  [
    'samples that are not a number',
    ['policy', 'diff', '--from', 'HEAD', '--samples', 'many'],
    /--samples.*whole number/,
  ],
  ['both bases', ['policy', 'diff', '--from', 'HEAD', '--deployed', '--env', 'dev'], /cannot be combined/],
])('%s: exit 2', async (_, args, message) => {
  const { code, stderr } = await fleet(args, env);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
