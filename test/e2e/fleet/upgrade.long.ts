import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { realEnvironment, resourcesOf, type Stack, synthesize } from '../../invariants/fleet';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';
import { access } from './cloud';

// How a deployed fleet is upgraded to this version: real Terraform, first with the old stack.
// The provider waits 90 s after each change of a replica's deletion protection.

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is untyped.
type Json = any;

const [home, elsewhere] = ['eu-central-1', 'eu-west-1'] as const;
let aws: LocalAws;
let terraform: TerraformFolder;
const folders: TerraformFolder[] = [];

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(async () => {
  for (const folder of folders) folder.remove();
  await aws.stop();
});

/** Sets up a Terraform folder with the files that `fill` writes. */
async function initialized(fill: (folder: string) => void): Promise<void> {
  const source = mkdtempSync(join(tmpdir(), 'upgrade-'));
  fill(source);
  terraform = terraformFolder(source, aws.endpoint);
  folders.push(terraform);
  rmSync(source, { recursive: true });
  await terraform.run('init');
}

/** Writes the stack, with a local state, as `main.tf.json` of a folder. */
function write(folder: string, { json }: Stack, change: (stack: Json) => void): void {
  const stack = structuredClone(json);
  delete stack.terraform.backend;
  change(stack);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(stack));
}

const deployed = (loaded: ReturnType<typeof realEnvironment>, account: string, stack: string) => {
  const { environment } = loaded;
  const found = synthesize(loaded).get(`${environment.name}-${account}-${home}-${stack}`);
  if (!found) throw new Error(`no stack ${stack}`);
  return { stack: found, accountId: environment.accounts[account]?.id as string };
};

/** Runs Terraform as the organisation's role, which every account of the local AWS has. */
async function run(accountId: string, command: 'apply' | 'plan' | 'destroy', ...more: string[]) {
  const role = `-var=role_arn=arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const { status, text } = await terraform.run(command, role, ...more);
  if (status !== 0) throw new Error(`terraform ${command} ended with ${status}:\n${text}`);
  return text;
}

/** The old data stack: each table listed its replicas. */
function withReplicaBlocks(stack: Json): void {
  for (const [name, table] of Object.entries<Json>(stack.resource.aws_dynamodb_table)) {
    delete table.lifecycle.ignore_changes;
    table.replica = Object.values<Json>(stack.resource.aws_dynamodb_table_replica)
      .filter(({ depends_on }) => depends_on.includes(`aws_dynamodb_table.${name}`))
      .map(({ provider }) => ({
        region_name: provider.slice('aws.'.length),
        point_in_time_recovery: true,
        propagate_tags: true,
      }));
  }
  delete stack.resource.aws_dynamodb_table_replica;
  delete stack.data;
  delete stack.import;
}

test('replicas of a deployed fleet are imported and protected, and none is created or deleted', async () => {
  const prod = realEnvironment('prod');
  const regions: [string, ...string[]] = [home, elsewhere];
  const two = { ...prod, environment: { ...prod.environment, regions } } as typeof prod;
  const { stack, accountId } = deployed(two, 'identity', 'data');
  const client = (region: string) =>
    new DynamoDBClient(access({ endpoint: aws.endpoint, accountId, region }));
  const names = resourcesOf([stack], 'aws_dynamodb_table').map(({ block }) => block.name as string);
  const standing = async (region: string) =>
    Promise.all(
      names.map(
        async (TableName) => (await client(region).send(new DescribeTableCommand({ TableName }))).Table,
      ),
    );

  await initialized((folder) => write(folder, stack, withReplicaBlocks));
  await run(accountId, 'apply', '-auto-approve');
  const before = await standing(elsewhere);
  expect(before.map((table) => table?.DeletionProtectionEnabled)).toEqual(names.map(() => false));
  const Item = { okta_user: { S: '00u1' }, department: { S: 'payments' } };
  await client(elsewhere).send(new PutItemCommand({ TableName: 'prod-internal-users', Item }));

  write(terraform.folder, stack, () => {});
  expect(await run(accountId, 'apply', '-auto-approve')).toContain(
    `${names.length} imported, 0 added, ${names.length} changed, 0 destroyed`,
  );
  const after = await standing(elsewhere);
  expect(after.map((table) => table?.CreationDateTime)).toEqual(
    before.map((table) => table?.CreationDateTime),
  );
  for (const region of regions)
    for (const table of await standing(region))
      expect({ name: table?.TableName, on: table?.DeletionProtectionEnabled }).toEqual({
        name: table?.TableName,
        on: true,
      });
  const Key = { okta_user: Item.okta_user };
  expect(
    (await client(home).send(new GetItemCommand({ TableName: 'prod-internal-users', Key }))).Item,
  ).toEqual(Item);
  await expect(
    client(elsewhere).send(new DeleteTableCommand({ TableName: 'prod-internal-users' })),
  ).rejects.toThrow('currently protected against deletion');
  expect(await run(accountId, 'plan', '-detailed-exitcode')).toContain('No changes');
});

// One configuration for one account: the data stack, and the parts of the edge that concern its access log.
describe('data and edge of an account', () => {
  const dev = realEnvironment('dev');
  const data = deployed(dev, 'identity', 'data');
  const edge = deployed(dev, 'identity', 'edge');
  const { accountId } = data;
  const replicas = resourcesOf([data.stack], 'aws_dynamodb_table_replica').length;
  /** The API, its stage and its log group; the API's backends do not matter here. */
  const alone = 3;

  /** Adds them to the data stack's folder, whose provider they share. */
  function writeEdge(folder: string, change: (edge: Json) => void): void {
    const { resource, removed } = structuredClone(edge.stack.json);
    const { aws_apigatewayv2_api, aws_apigatewayv2_stage, aws_cloudwatch_log_group } = resource;
    const { 'stage_access-log': group } = aws_cloudwatch_log_group;
    for (const stage of Object.values<Json>(aws_apigatewayv2_stage)) delete stage.depends_on;
    const own = {
      removed,
      resource: {
        aws_apigatewayv2_api,
        aws_apigatewayv2_stage,
        aws_cloudwatch_log_group: { 'stage_access-log': group },
      },
    };
    change(own);
    writeFileSync(join(folder, 'edge.tf.json'), JSON.stringify(own));
  }

  /** The old edge, with another log group. */
  function withOldGroup(own: Json): void {
    delete own.removed;
    const { 'stage_access-log': group } = own.resource.aws_cloudwatch_log_group;
    own.resource.aws_cloudwatch_log_group = {
      'stage_log-group': { ...group, name: '/aws/apigateway/dev-edge' },
    };
    own.resource.aws_apigatewayv2_stage.stage_stage.access_log_settings.destination_arn = `\${aws_cloudwatch_log_group.stage_log-group.arn}`;
  }

  beforeAll(() =>
    initialized((folder) => {
      write(folder, data.stack, () => {});
      writeEdge(folder, withOldGroup);
    }),
  );

  test('a first apply creates replicas', async () => {
    expect(replicas).toBeGreaterThan(0);
    expect(await run(accountId, 'apply', '-auto-approve')).toContain(
      `${2 * replicas + alone} added, 0 changed`,
    );
  });

  test("the edge's access log moves to its new group in one apply, and the old group keeps its events", async () => {
    const logs = new CloudWatchLogsClient(access({ endpoint: aws.endpoint, accountId, region: home }));
    const old = { logGroupName: '/aws/apigateway/dev-edge' };
    await logs.send(new CreateLogStreamCommand({ ...old, logStreamName: 'a' }));
    const logEvents = [{ timestamp: Date.now(), message: 'who called what' }];
    await logs.send(new PutLogEventsCommand({ ...old, logStreamName: 'a', logEvents }));

    writeEdge(terraform.folder, () => {});
    expect(await run(accountId, 'apply', '-auto-approve')).toContain('1 added, 1 changed, 0 destroyed');
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
      ['/aws/apigateway/dev-edge', expect.any(Number)],
      ['/aws/vendedlogs/apigateway/dev-edge', expect.any(Number)],
    ]);
    const { events } = await logs.send(new FilterLogEventsCommand(old));
    expect(events?.map(({ message }) => message)).toEqual(['who called what']);
  });

  test('replicas created by a killed apply are imported by the next', async () => {
    // Only the data stack, without a state.
    const hidden = ['edge.tf.json', 'terraform.tfstate'].map((name) => join(terraform.folder, name));
    for (const file of hidden) renameSync(file, `${file}.hidden`);
    expect(await run(accountId, 'plan')).toContain(
      `${replicas} to import, ${replicas} to add, 0 to change, 0 to destroy`,
    );
    for (const file of hidden) renameSync(`${file}.hidden`, file);
  });

  test('the next plan is empty, and outside production everything can be destroyed', async () => {
    expect(await run(accountId, 'plan', '-detailed-exitcode')).toContain('No changes');
    expect(await run(accountId, 'destroy', '-auto-approve')).toContain(`${2 * replicas + alone} destroyed`);
  });
});
