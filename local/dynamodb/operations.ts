import { jsonBody } from '../forward';
import { type AwsRequest, type AwsResponse, type Forward, json } from '../service';
import { call } from './call';
import { type GlobalTables, othersOf, replicaDescriptions } from './global-tables';
import type { KeptSettings } from './kept';
import { refuseProtected, sourceRegion, updateReplica, validation } from './replicas';
import { tablesOf, withNames } from './tables-of';

/** One call, with this service's data about tables. */
export interface Call {
  request: AwsRequest;
  // biome-ignore lint/suspicious/noExplicitAny: each operation names its own input
  input: any;
  /** Name of the table that the call is about; empty if it names none. */
  table: string;
  tables: GlobalTables;
  kept: KeptSettings;
  forward: Forward;
}

/** UpdateTable settings that DynamoDB applies to every replica; the others are per region. */
const SHARED = [
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
];

/** Forwards a call about items to the table's home region; undefined if it is already there. */
export async function toHome({ request, input, tables, forward }: Call): Promise<AwsResponse | undefined> {
  const homes = new Set(tablesOf(input).map((name) => tables.find(request, name)?.home ?? request.region));
  const [region = request.region, another] = homes;
  if (another)
    throw validation('the local AWS cannot mix tables of different home regions in one batch or transaction');
  if (region === request.region) return undefined;
  return forward({ ...request, region, body: Buffer.from(JSON.stringify(withNames(input))) });
}

export async function createTable({ request, input, table, kept, forward }: Call): Promise<AwsResponse> {
  const answer = await forward(request);
  if (answer.status === 200) kept.created(request, table, input);
  return answer;
}

export async function describeTable(call: Call): Promise<AwsResponse> {
  return described(call, await call.forward(call.request));
}

export async function updateTable(given: Call): Promise<AwsResponse> {
  const { request, input, table, tables, kept, forward } = given;
  const { ReplicaUpdates = [], ...rest } = input;
  for (const update of ReplicaUpdates) await updateReplica(forward, tables, request, table, update);
  const global = tables.find(request, table);
  if (global && rest.StreamSpecification?.StreamEnabled === false)
    throw validation(
      'One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica.',
    );
  const shared = Object.fromEntries(Object.entries(rest).filter(([key]) => SHARED.includes(key)));
  if (global && Object.keys(shared).length > 0)
    for (const region of othersOf(global, request.region))
      await call(forward, { ...request, region }, 'UpdateTable', { TableName: table, ...shared });
  const answer = await forward({
    ...request,
    body: Buffer.from(JSON.stringify({ ...rest, TableName: table })),
  });
  if (answer.status === 200) await kept.updated(forward, request, table, rest);
  return described(given, answer);
}

/** For settings that are the same in every replica, such as TTL. */
export async function everywhere({ request, input, table, tables, forward }: Call): Promise<undefined> {
  const global = tables.find(request, table);
  for (const region of global ? othersOf(global, request.region) : [])
    await call(forward, { ...request, region }, request.operation, { ...input, TableName: table });
}

export async function deleteTable({ request, table, tables, kept, forward }: Call): Promise<AwsResponse> {
  await refuseProtected(forward, request, table);
  const global = tables.find(request, table);
  if (global?.home === request.region) throw sourceRegion;
  const answer = await forward(request);
  if (answer.status !== 200) return answer;
  kept.deleted(request, table);
  if (global) tables.remove(request.account, table, request.region);
  return answer;
}

/** DynamoDB lists all 50 tags that a table can have; moto returns ten at a time, and Terraform reads only one page. */
export async function listTags({ request, input, forward }: Call): Promise<AwsResponse> {
  const { ResourceArn } = input;
  const Tags: object[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call(forward, request, 'ListTagsOfResource', { ResourceArn, NextToken });
    Tags.push(...page.Tags);
    NextToken = page.NextToken;
  } while (NextToken);
  return json(200, { Tags }, '1.0');
}

/** Adds to moto's description of a table what moto forgets, and the replicas of a global table. */
async function described(
  { request, table, tables, kept, forward }: Call,
  answer: AwsResponse,
): Promise<AwsResponse> {
  if (answer.status !== 200) return answer;
  const body = jsonBody(answer);
  const description = body.Table ?? body.TableDescription;
  kept.restore(request, table, description);
  const global = tables.find(request, table);
  if (global) {
    description.GlobalTableVersion = '2019.11.21';
    description.Replicas = replicaDescriptions(global, request.region);
    const home = { ...request, region: global.home };
    description.ItemCount = (
      await call(forward, home, 'DescribeTable', { TableName: table })
    ).Table.ItemCount;
  }
  return { ...answer, body: JSON.stringify(body) };
}
