import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import dev from '../../../environments/dev';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import type { Place } from './cloud';
import { type Ended, fleet, onLocalAws, removeFolder, stateFolder } from './fleet';
import { cognitoOf, createPool, createRole, createSecret } from './operator';

const state = stateFolder();
const [first, second] = dev.regions as [string, string];
const planted = { google: 'planted-google-5f2c81', okta: 'planted-okta-93ab07' };
const wrong = { 'fleet/tenants/globex': '{"client_secret":"planted-globex-11d0"}' };
const placeholder = 'set-by-fleet-rotate-federation-secret';
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
const pools: Record<string, string> = {};
const identity = (region: string): Place => ({
  endpoint: aws.endpoint,
  accountId: dev.accounts.identity.id,
  region,
});
const cells = (region: string): Place => ({
  endpoint: aws.endpoint,
  accountId: dev.accounts['cells-a'].id,
  region,
});
const rotate = (...args: string[]) =>
  fleet(['rotate', 'federation-secret', '--env', 'dev', '--yes', ...args], env);

const oidc = {
  client_id: 'northpay-dev',
  client_secret: placeholder,
  authorize_scopes: 'openid email',
  attributes_request_method: 'GET',
};

async function describe(place: Place, pool: string, ProviderName: string) {
  const client = cognitoOf(place);
  const { IdentityProvider } = await client.send(
    new DescribeIdentityProviderCommand({ UserPoolId: pools[pool], ProviderName }),
  );
  client.destroy();
  return IdentityProvider;
}

const outcomes = ({ stdout }: Ended): [string, string, string][] =>
  JSON.parse(stdout).providers.map(({ region, provider, outcome }: Record<string, string>) => [
    region,
    provider,
    outcome,
  ]);

const everything = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everything(path) : [readFileSync(path, 'latin1')];
  });

/** Expects no secret in any output or file. */
function expectNoSecret(ended: Ended[]): void {
  const texts = [...ended.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...everything(state)];
  for (const text of texts) expect(text).not.toMatch(/planted-/);
}

beforeAll(async () => {
  aws = await startLocalAws();
  env = onLocalAws(aws.endpoint, state);
  await createRole(identity(first), 'operate');
  await createRole(cells(first), 'operate');
  pools.customer = await createPool(identity(first), 'dev-customer');
  pools.internal = await createPool(identity(first), 'dev-internal', { UsernameAttributes: undefined });
  pools.globex = await createPool(cells(first), 'dev-tenant-globex');
  const client = cognitoOf(identity(first));
  await client.send(
    new CreateIdentityProviderCommand({
      UserPoolId: pools.customer,
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: { client_id: 'google', client_secret: placeholder, authorize_scopes: 'openid email' },
      AttributeMapping: { email: 'email', given_name: 'given_name' },
    }),
  );
  await client.send(
    new CreateIdentityProviderCommand({
      UserPoolId: pools.internal,
      ProviderName: 'okta-oidc',
      ProviderType: 'OIDC',
      ProviderDetails: { ...oidc, oidc_issuer: dev.internal.okta.oidc.issuer },
      AttributeMapping: { email: 'email' },
      IdpIdentifiers: dev.internal.okta.domains,
    }),
  );
  client.destroy();
  const inCells = cognitoOf(cells(first));
  await inCells.send(
    new CreateIdentityProviderCommand({
      UserPoolId: pools.globex,
      ProviderName: 'tenant-oidc',
      ProviderType: 'OIDC',
      ProviderDetails: { ...oidc, oidc_issuer: 'https://globex.okta.example' },
    }),
  );
  inCells.destroy();
  await createSecret(identity(first), 'fleet/customer/google', `${planted.google}\n`);
});

afterAll(async () => {
  await aws.stop();
  removeFolder(state);
});

test('pushes existing secrets, says how to create missing ones, and keeps other settings of a provider', async () => {
  const before = await describe(identity(first), 'internal', 'okta-oidc');

  const partly = await rotate('--region', first, '--json');
  await createSecret(identity(first), 'fleet/internal/okta', planted.okta);
  await createSecret(cells(first), 'fleet/tenants/globex', wrong['fleet/tenants/globex']);
  const rest = await rotate('--region', first, '--json');
  const again = await rotate('--region', first, '--account', 'identity');

  expect(partly.code).toBe(1);
  expect(outcomes(partly)).toEqual([
    [first, 'Google', 'pushed'],
    [first, 'okta-oidc', 'no secret'],
    [first, 'tenant-oidc', 'no secret'],
  ]);
  expect(JSON.parse(partly.stdout).providers[1].remedy).toContain(
    `aws secretsmanager create-secret --region ${first} --name fleet/internal/okta`,
  );
  expect(outcomes(rest)).toEqual([
    [first, 'Google', 'unchanged'],
    [first, 'okta-oidc', 'pushed'],
    [first, 'tenant-oidc', 'failed'],
  ]);
  expect(JSON.parse(rest.stdout).providers[2].reason).toMatch(/fleet\/tenants\/globex holds a JSON document/);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/unchanged.*unchanged/s) });
  expectNoSecret([partly, rest, again]);

  const after = await describe(identity(first), 'internal', 'okta-oidc');
  expect(after).toEqual({
    ...before,
    ProviderDetails: { ...before?.ProviderDetails, client_secret: planted.okta },
    LastModifiedDate: after?.LastModifiedDate,
  });
  expect((await describe(identity(first), 'customer', 'Google'))?.ProviderDetails?.client_secret).toBe(
    planted.google,
  );
});

test('a secret that was changed at the provider is pushed again', async () => {
  const client = cognitoOf(identity(first));
  const was = await describe(identity(first), 'customer', 'Google');
  await client.send(
    new UpdateIdentityProviderCommand({
      UserPoolId: pools.customer,
      ProviderName: 'Google',
      ProviderDetails: { ...was?.ProviderDetails, client_secret: 'something else' },
    }),
  );
  client.destroy();

  const ended = await rotate('--provider', 'Google', '--region', first, '--json');

  expect(ended.code).toBe(0);
  expect(outcomes(ended)).toEqual([[first, 'Google', 'pushed']]);
  expectNoSecret([ended]);
});

test('if a pool is not rolled out yet, it says what to roll out', async () => {
  const { code, stdout } = await rotate('--region', second, '--provider', 'okta-oidc');

  expect(code).toBe(1);
  expect(stdout).toMatch(/no user pool dev-internal/);
  expect(stdout).toContain(
    `npx fleet rollout --env dev --account identity --region ${second} --stack internal`,
  );
});
