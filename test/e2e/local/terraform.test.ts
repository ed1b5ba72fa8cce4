import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { type Run, type TerraformFolder, terraformFolder } from '../../support/terraform';
import { assumed, type Config, organizationRole, pipeline } from './clients';
import { cognito } from './fixtures/cognito';
import { core } from './fixtures/core';
import { email } from './fixtures/email';
import { federation } from './fixtures/federation';
import { type Done, done, type Fixture, type steps } from './fixtures/fixture';
import { httpApi } from './fixtures/http-api';
import { verifiedPermissions } from './fixtures/verified-permissions';

const fixtures: Record<string, Fixture> = {
  cognito,
  core,
  email,
  federation,
  'http-api': httpApi,
  'verified-permissions': verifiedPermissions,
};
const Bucket = 'core-states';
const Key = 'eu-central-1/core/terraform.tfstate';
let aws: LocalAws;
let config: Config;
let s3: S3Client;
let terraform: TerraformFolder;

beforeAll(async () => {
  aws = await startLocalAws();
  config = await assumed(pipeline(aws.endpoint), organizationRole('101010101010'));
  s3 = new S3Client(config);
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  terraform = terraformFolder(resolve(__dirname, '../../fixtures/terraform'), aws.endpoint);
  for (const [name, { zips = {} }] of Object.entries(fixtures))
    for (const [zip, code] of Object.entries(zips))
      writeFileSync(
        join(terraform.folder, name, `${zip}.zip`),
        zipSync({ 'index.js': [strToU8(code), { mtime: new Date(1980, 0, 2) }] }),
      );
  give({});
  expect(await terraform.run('init')).toMatchObject({ status: 0 });
});
afterAll(async () => {
  s3.destroy();
  terraform.remove();
  await aws.stop();
});

/** Writes each fixture's variables. */
function give(given: Record<string, Record<string, unknown>>): void {
  const module = Object.fromEntries(
    Object.entries(fixtures).map(([name, { providers }]) => [
      name,
      { source: `./${name}`, providers, ...given[name] },
    ]),
  );
  const output = Object.fromEntries(
    Object.keys(fixtures).map((name) => [name, { value: `\${module.${name}}` }]),
  );
  const locals = { stack: given.core?.second ? 'two' : 'one' };
  writeFileSync(join(terraform.folder, 'fixtures.tf.json'), JSON.stringify({ module, output, locals }));
}

/** What happened to each fixture, and Terraform's outputs, if any. */
function read({ text }: Run) {
  const events = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const of = (name: string): Done => {
    const within = (address?: string) => address?.startsWith(`module.${name}.`);
    const ended = (how: string) =>
      events.filter(({ type, hook }) => type === how && within(hook.resource.addr));
    const completed = (action: string) =>
      ended('apply_complete').filter(({ hook }) => hook.action === action).length;
    // Terraform does not say which resource could not be destroyed.
    const meant = (address?: string) => (address ? within(address) : ended('apply_errored').length > 0);
    const errors = events
      .filter(({ diagnostic }) => diagnostic?.severity === 'error' && meant(diagnostic.address))
      .map(({ diagnostic }) => `${diagnostic.summary}: ${diagnostic.detail}`);
    return done(completed('create'), completed('update'), completed('delete'), errors);
  };
  return { of, outputs: events.findLast(({ type }) => type === 'outputs')?.outputs };
}

/** Fails, with the plan, if there is anything to change. */
async function expectNoChanges(): Promise<void> {
  const { status, text } = await terraform.run('plan', '-detailed-exitcode');
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
}
const objects = async () =>
  (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key: key }) => key);

test('a lock held by another run is respected', async () => {
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

test('credentials for the wrong account are refused before anything is planned', async () => {
  const { status, text } = await terraform.run('plan', '-var=allowed=999999999999');
  expect(status).toBe(1);
  expect(text).toContain('AWS account ID not allowed: 101010101010');
});

const given: Record<string, Record<string, unknown>> = {};
let outputs: Record<string, { value: unknown }> = {};

const run = {
  made: { command: 'apply', status: 0, emptyPlan: true },
  refused: { command: 'apply', status: 1, emptyPlan: false },
  changed: { command: 'apply', status: 0, emptyPlan: true },
  'changed again': { command: 'apply', status: 0, emptyPlan: true },
  destroyed: { command: 'destroy', status: 1, emptyPlan: false },
} satisfies Record<(typeof steps)[number], object>;

describe.each(Object.entries(run))('%s', (name, { command, status, emptyPlan }) => {
  const step = name as keyof typeof run;
  let of: (fixture: string) => Done;

  beforeAll(async () => {
    for (const [fixture, { seen }] of Object.entries(fixtures))
      if (seen[step]) given[fixture] = seen[step].given ?? {};
    give(given);
    const ended = await terraform.run(command, '-auto-approve', '-json');
    const said = read(ended);
    ({ of } = said);
    // A failed apply has no outputs.
    if (ended.status === 0) outputs = said.outputs;
    expect(`${ended.status}\n${ended.status === status ? '' : ended.text}`).toBe(`${status}\n`);
    if (emptyPlan) await expectNoChanges();
  });

  test.each(
    Object.entries(fixtures).map(([fixture, { seen }]) => {
      const { title = 'nothing changes', done: wanted = done(0, 0, 0), look } = seen[step] ?? {};
      return { fixture, title, wanted, look };
    }),
  )('$fixture: $title', async ({ fixture, wanted, look }) => {
    expect(of(fixture)).toEqual(wanted);
    await look?.({ endpoint: aws.endpoint, core: config, output: outputs[fixture]?.value });
  });
});

test('the state is in its bucket, and its lock is released', async () => {
  expect(await objects()).toEqual([Key]);
});

test('a pool can be destroyed once it is no longer protected', async () => {
  given.cognito = { ...given.cognito, protection: 'INACTIVE' };
  give(given);
  expect(await terraform.run('apply', '-auto-approve', '-target=module.cognito')).toMatchObject({
    status: 0,
  });
  expect(await terraform.run('destroy', '-auto-approve')).toMatchObject({ status: 0 });
});
