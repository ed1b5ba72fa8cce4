import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';
import { assumed, type Config, organizationRole, pipeline } from './clients';

const Bucket = 'core-states';
const Key = 'eu-central-1/core/terraform.tfstate';
let aws: LocalAws;
let config: Config;
let s3: S3Client;
let source: string;
let terraform: TerraformFolder;

beforeAll(async () => {
  aws = await startLocalAws();
  config = await assumed(pipeline(aws.endpoint), organizationRole('101010101010'));
  s3 = new S3Client(config);
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  source = mkdtempSync(join(tmpdir(), 'core-'));
  cpSync(join(__dirname, '../../fixtures/terraform/core'), source, { recursive: true });
  const hook = zipSync({ 'index.js': strToU8('exports.handler = async () => process.env.TABLE') });
  writeFileSync(join(source, 'hook.zip'), hook);
  terraform = terraformFolder(source, aws.endpoint);
  await succeed('init');
});
afterAll(async () => {
  terraform.remove();
  rmSync(source, { recursive: true });
  await aws.stop();
});

async function succeed(...args: string[]): Promise<void> {
  const { status, text } = await terraform.run(...args);
  if (status !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${status}:\n${text}`);
}
/** Fails, with the plan, when there is anything to change. */
const expectNoChanges = (...variables: string[]) => succeed('plan', '-detailed-exitcode', ...variables);
const objects = async () =>
  (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key: key }) => key);

test('apply, change and destroy: each time the next plan is empty', async () => {
  await succeed('apply', '-auto-approve');
  await expectNoChanges();
  // The state is there, and its lock released.
  expect(await objects()).toEqual([Key]);
  const lambda = new LambdaClient(config);
  const run = async () =>
    JSON.parse(
      (await lambda.send(new InvokeCommand({ FunctionName: 'hook' }))).Payload?.transformToString() ?? '',
    );
  expect(await run()).toBe('one');

  const second = '-var=second=true';
  await succeed('apply', '-auto-approve', second);
  await expectNoChanges(second);
  expect(await run()).toBe('two');
  for (const region of ['eu-west-1', 'us-east-1']) {
    const dynamodb = new DynamoDBClient({ ...config, region });
    const item = { TableName: 'users', Key: { user_id: { S: '1' } } };
    expect((await dynamodb.send(new GetItemCommand(item))).Item).toMatchObject({
      tenant_id: { S: 'globex' },
    });
  }

  await succeed('destroy', '-auto-approve', second);
  const there = new DynamoDBClient({ ...config, region: 'us-east-1' });
  await expect(there.send(new DescribeTableCommand({ TableName: 'users' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('credentials of a wrong account are refused before anything is planned', async () => {
  const { status, text } = await terraform.run('plan', '-var=allowed=999999999999');
  expect(status).toBe(1);
  expect(text).toContain('AWS account ID not allowed: 101010101010');
});

test('a lock that another run holds is respected', async () => {
  const lock = { Bucket, Key: `${Key}.tflock` };
  const info = {
    ID: 'someone',
    Operation: 'OperationTypeApply',
    Who: 'someone@else',
    Created: '2026-11-24T00:00:00Z',
  };
  await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify(info) }));
  const { status, text } = await terraform.run('plan');
  expect(status).toBe(1);
  expect(text).toMatch(/Error acquiring the state lock.*someone@else/s);
  await s3.send(new DeleteObjectCommand(lock));
});
