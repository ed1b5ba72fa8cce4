import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { changeOf } from '../../../scripts/terraform/changes';
import { parseEvent } from '../../../scripts/terraform/events';
import { environment, foundation } from '../../stacks/synthesized';
import { type Run, type TerraformFolder, terraformFolder } from '../../support/terraform';
import { assumed, type Config, organizationRole, pipeline, query } from '../local/clients';

// Real Terraform on a foundation's configuration of the CI system's OIDC provider, and on nothing else.

const { accounts } = environment();
const account = accounts.identity?.id as string;
const url = 'https://token.actions.example';
let aws: LocalAws;
let operator: Config;
beforeAll(async () => {
  aws = await startLocalAws();
  operator = await assumed(pipeline(aws.endpoint), organizationRole(account));
});
afterAll(() => aws.stop());

const folders: TerraformFolder[] = [];
const sources: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
  for (const source of sources.splice(0)) rmSync(source, { recursive: true });
});

/** A folder with only the provider part of a foundation; its state is a file. */
async function stackOf(pipelineProvider: 'create' | 'existing') {
  const source = mkdtempSync(join(tmpdir(), 'provider-'));
  sources.push(source);
  const write = (choice: 'create' | 'existing', into = source) => {
    const { id = '', flows = [] } = accounts.identity ?? {};
    const identity = { id, flows, pipelineProvider: choice };
    const { terraform, provider, variable, resource, removed } = foundation('identity', {
      accounts: { ...accounts, identity },
    }) as unknown as Record<string, Record<string, unknown>>;
    const own = resource?.aws_iam_openid_connect_provider as object | undefined;
    const json = {
      terraform: { required_providers: terraform?.required_providers },
      provider,
      variable,
      ...(own ? { resource: { aws_iam_openid_connect_provider: own } } : {}),
      ...(removed ? { removed } : {}),
    };
    writeFileSync(join(into, 'main.tf.json'), JSON.stringify(json));
  };
  write(pipelineProvider);
  const folder = terraformFolder(source, aws.endpoint);
  folders.push(folder);
  const run = async (...args: string[]): Promise<Run> => folder.run(...args);
  await run('init');
  return { run, change: (choice: 'create' | 'existing') => write(choice, folder.folder) };
}

const providers = () =>
  query(operator, 'iam', { Action: 'ListOpenIDConnectProviders', Version: '2010-05-08' });
const drop = () =>
  query(operator, 'iam', {
    Action: 'DeleteOpenIDConnectProvider',
    Version: '2010-05-08',
    OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/token.actions.example`,
  });

test('a provider that the foundation created and others use can be forgotten without being deleted', async () => {
  const { run, change } = await stackOf('create');
  expect(await run('apply', '-auto-approve')).toMatchObject({ status: 0 });
  expect(await providers()).toContain('oidc-provider/token.actions.example');

  change('existing');
  // This plans, and applies the plan.
  const { status, text } = await run('apply', '-auto-approve', '-json');
  const events = text.trim().split('\n').map(parseEvent);
  const changes = events.flatMap((event) => changeOf(event) ?? []);
  expect(changes).toEqual([{ address: 'aws_iam_openid_connect_provider.ci_provider', action: 'forget' }]);
  expect({ status, text }).toMatchObject({ status: 0, text: expect.stringContaining('0 destroyed') });
  expect(await providers()).toContain('oidc-provider/token.actions.example');
  expect(await run('plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
  await drop();
});

test('a provider that already exists in the account cannot be created, but can be referenced', async () => {
  await query(operator, 'iam', {
    Action: 'CreateOpenIDConnectProvider',
    Version: '2010-05-08',
    Url: url,
    'ClientIDList.member.1': 'sts.amazonaws.com',
    'ThumbprintList.member.1': '0'.repeat(40),
  });
  const { run, change } = await stackOf('create');
  const { status, text } = await run('apply', '-auto-approve');
  expect(status).toBe(1);
  expect(text).toMatch(/IAM OIDC Provider.*EntityAlreadyExists/s);

  change('existing');
  expect(await run('plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
  expect(await providers()).toContain('oidc-provider/token.actions.example');

  // Taking it over by import leaves only tags to change.
  change('create');
  const arn = `arn:aws:iam::${account}:oidc-provider/token.actions.example`;
  expect(await run('import', 'aws_iam_openid_connect_provider.ci_provider', arn)).toMatchObject({
    status: 0,
  });
  const adopted = await run('plan', '-detailed-exitcode');
  expect(adopted.text).toContain('0 to add, 1 to change, 0 to destroy');
  await drop();
});
