import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { placementOf } from '../../../environments/placement';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { readPlan } from '../../../scripts/review/plan/shown-plan';
import { sensitiveInSchema } from '../../../scripts/review/secrets/attributes';
import { sets } from '../../../scripts/review/sets';
import { stackModel } from '../../../scripts/review/stack-model';
import { terraformEnvironment } from '../../../scripts/terraform/environment';
import { showPlan } from '../../../scripts/terraform/show-plan';
import { realEnvironment, resourcesOf, synthesize } from '../../invariants/fleet';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';

const loaded = realEnvironment('dev');
const [stack] = placementOf(loaded).filter(({ stack: name }) => name === 'cell-01');
if (!stack) throw new Error('dev has no cell-01');
// biome-ignore lint/suspicious/noExplicitAny: the provider's schema is untyped.
type Json = any;

let aws: LocalAws;
let terraform: TerraformFolder;

beforeAll(async () => {
  aws = await startLocalAws();
  terraform = terraformFolder(resolve(__dirname, '../../fixtures/review'), aws.endpoint);
  expect(await terraform.run('init')).toMatchObject({ status: 0 });
});
afterAll(async () => {
  terraform.remove();
  await aws.stop();
});

const session = () => ({
  id: stack.id,
  folder: terraform.folder,
  terraform: terraformEnvironment(
    { state: join(terraform.folder, '../state'), cache: join(terraform.folder, '../cache') },
    process.env,
  ),
  stop: new AbortController().signal,
});

/** Plans with a value of the variable; returns what Terraform shows, and the model. */
async function planned(variable: string) {
  const { status, text } = await terraform.run(
    'plan',
    '-detailed-exitcode',
    '-out=a.tfplan',
    `-var=variable=${variable}`,
  );
  expect(`${status}\n${status === 1 ? text : ''}`).toMatch(/^[02]\n$/);
  const plan = await showPlan(session(), 'a.tfplan');
  const synthesized = JSON.parse(readFileSync(join(terraform.folder, 'cdk.tf.json'), 'utf8'));
  const changed = status === 2;
  const model = stackModel({
    plan: readPlan('cell-01', plan),
    synthesized,
    stack: stack as never,
    loaded,
    bootstrapped: true,
    changed,
    untouched: false,
    hidden: [],
  });
  return { shown: JSON.stringify(plan), model, text: JSON.stringify(model) };
}

const addresses = ({ model }: Awaited<ReturnType<typeof planned>>, section: string) =>
  model.changes
    .filter((change) => change.section === section)
    .map(({ action, address }) => `${action} ${address}`);

test("secrets planted in a value, an output, drift, a variable and a constant are not in a plan's model", async () => {
  const first = await planned('planted-variable');
  expect(first.shown).toMatch(/planted-variable.*planted-constant|planted-constant.*planted-variable/);
  expect(first.shown).toContain('planted-output');
  expect(first.text).not.toContain('planted');
  expect(addresses(first, 'change')).toHaveLength(5);

  const { status, text } = await terraform.run('apply', 'a.tfplan');
  expect(`${status} ${status === 0 ? '' : text}`).toBe('0 ');
  const again = await planned('planted-variable');
  expect(again.model).toMatchObject({ changed: false, changes: [] });

  const client = new CognitoIdentityProviderClient({
    endpoint: aws.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { UserPools } = await client.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  const UserPoolId = UserPools?.[0]?.Id as string;
  await client.send(
    new UpdateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Google',
      ProviderDetails: { client_id: 'x', client_secret: 'planted-drift', authorize_scopes: 'openid' },
    }),
  );
  await client.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      EmailVerificationSubject: 'by hand: planted-drift',
      EmailVerificationMessage: '{####}',
    }),
  );
  client.destroy();

  const drifted = await planned('planted-another');
  for (const planted of ['planted-drift', 'planted-another', 'planted-variable', 'planted-constant'])
    expect(drifted.shown).toContain(planted);
  expect(drifted.text).not.toContain('planted');
  expect(addresses(drifted, 'drift')).toEqual([
    'update aws_cognito_identity_provider.acme_google',
    'update aws_cognito_user_pool.acme_pool',
  ]);
  expect(addresses(drifted, 'change')).toEqual([
    'update aws_cognito_identity_provider.acme_google',
    'update aws_cognito_user_pool.acme_pool',
    'update terraform_data.acme_value',
  ]);
  const provider = drifted.model.changes.find(
    ({ section, type }) => section === 'drift' && type === 'aws_cognito_identity_provider',
  );
  expect(provider?.attributes).toContainEqual({ path: 'provider_details.client_secret', secret: true });
  expect(provider?.effects.map(({ id }) => id)).toContain('guarded-drift');
  const pool = drifted.model.changes.find(
    ({ section, type }) => section === 'drift' && type === 'aws_cognito_user_pool',
  );
  expect(pool?.attributes).toContainEqual({
    path: 'email_verification_subject',
    before: '***',
    after: 'by hand: ***',
  });
});

test("the tables of attributes match the provider's schema", async () => {
  const { terraform: environment, folder } = session();
  const { stdout } = await promisify(execFile)(environment.tool.path, ['providers', 'schema', '-json'], {
    cwd: folder,
    env: environment.env,
    maxBuffer: 2 ** 28,
  });
  const schemas = JSON.parse(stdout).provider_schemas['registry.terraform.io/hashicorp/aws'].resource_schemas;
  const types = new Set(resourcesOf(synthesize(loaded).values()).map(({ type }) => type));
  const sensitive: Record<string, string[]> = {};
  const missing: string[] = [];
  const kinds = new Map<string, string>();
  const walk = (type: string, block: Json, parent: string): void => {
    for (const [name, attribute] of Object.entries<Json>(block.attributes ?? {})) {
      const path = `${parent}${name}`;
      if (attribute.sensitive) sensitive[type] = [...(sensitive[type] ?? []), path];
      const [kind] = [attribute.type].flat();
      if (kind === 'set' && !sets[type]?.[path]) missing.push(`${type}.${path}`);
      kinds.set(`${type}.${path}`, kind);
    }
    for (const [name, nested] of Object.entries<Json>(block.block_types ?? {})) {
      const path = `${parent}${name}`;
      if (nested.nesting_mode === 'set' && nested.max_items !== 1 && !sets[type]?.[path])
        missing.push(`${type}.${path}`);
      kinds.set(`${type}.${path}`, nested.nesting_mode);
      walk(type, nested.block, `${path}.`);
    }
  };
  for (const type of new Set([...types, ...Object.keys(sets), ...Object.keys(sensitiveInSchema)]))
    walk(type, schemas[type].block, '');
  expect(sensitive).toEqual(sensitiveInSchema);
  expect(missing).toEqual([]);
  for (const [type, paths] of Object.entries(sets))
    for (const path of Object.keys(paths))
      expect([`${type}.${path}`, kinds.get(`${type}.${path}`)]).toEqual([
        `${type}.${path}`,
        expect.stringMatching(/^(set|list)$/),
      ]);
});
