import { randomBytes } from 'node:crypto';
import {
  CreateIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import dev from '../../../environments/dev';
import { stateBucket } from '../../../environments/names';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { realEnvironment } from '../../invariants/fleet';
import { filesBelow } from '../flows/search';
import { objectsIn } from '../rotate/objects';
import { watchProcesses } from '../rotate/processes';
import { access, type Place } from './cloud';
import { type Ended, fleet, onLocalAws, removeFolder, stateFolder } from './fleet';
import { changeSecret, cognitoOf, createBucket, createPool, createRole, createSecret } from './operator';

const state = stateFolder();
const [first, second] = dev.regions as [string, string];
/** In every secret of this run, and in nothing that another test writes at the same time. */
const mark = randomBytes(12).toString('hex');
const planted = {
  google: `planted-google-${mark}`,
  okta: `planted-okta-${mark}`,
  globex: `planted-globex-${mark}`,
  wrong: `planted-wrong-${mark}`,
  json: `{"client_secret":"planted-json-${mark}"}`,
};
const placeholder = 'set-by-fleet-rotate-federation-secret';
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
const pools: Record<string, string> = {};
const ended: Ended[] = [];
let processes: ReturnType<typeof watchProcesses>;
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
/** Runs a command, however it ends, and keeps its output. */
async function run(...args: string[]): Promise<Ended> {
  const end = await fleet(args, env);
  ended.push(end);
  return end;
}
const rotate = (...args: string[]) => run('rotate', 'federation-secret', '--env', 'dev', '--yes', ...args);

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

/** Issues a client secret, as a provider's administrator does. */
async function registerClient(host: string, clientId: string, clientSecret: string): Promise<void> {
  const body = JSON.stringify({ host, clientId, clientSecret, redirectUris: [`https://${host}/unused`] });
  const { status } = await fetch(`${aws.endpoint}/_local/okta/clients`, { method: 'POST', body });
  if (status !== 201) throw new Error(`the local AWS registers no client at ${host}: ${status}`);
}

beforeAll(async () => {
  aws = await startLocalAws();
  env = onLocalAws(aws.endpoint, state);
  processes = watchProcesses();
  const { environment } = realEnvironment('dev');
  for (const [account, place] of [
    ['identity', identity(first)],
    ['cells-a', cells(first)],
  ] as const) {
    await createBucket(place, stateBucket(environment, account));
    await createRole(place, 'rotate');
  }
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
  await registerClient('accounts.google.com', 'google', planted.google);
  await registerClient(new URL(dev.internal.okta.oidc.issuer).host, oidc.client_id, planted.okta);
  await registerClient('globex.okta.example', oidc.client_id, planted.globex);
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
  processes?.stop();
  await aws.stop();
  removeFolder(state);
});

test('pushes what the provider accepts, says what is missing or wrong, and keeps other settings of a provider', async () => {
  const before = await describe(identity(first), 'internal', 'okta-oidc');

  const partly = await rotate('--region', first, '--json');
  await createSecret(identity(first), 'fleet/internal/okta', planted.wrong);
  await createSecret(cells(first), 'fleet/tenants/globex', planted.json);
  const wrong = await rotate('--region', first, '--json');
  const unchanged = await describe(identity(first), 'internal', 'okta-oidc');
  await changeSecret(identity(first), 'fleet/internal/okta', planted.okta);
  await changeSecret(cells(first), 'fleet/tenants/globex', planted.globex);
  const { run: broken } = JSON.parse(wrong.stdout);
  const rest = await rotate('--resume', broken, '--json');
  const again = await rotate('--region', first);

  expect(partly.code).toBe(1);
  expect(outcomes(partly)).toEqual([
    [first, 'Google', 'pushed'],
    [first, 'okta-oidc', 'no secret'],
    [first, 'tenant-oidc', 'no secret'],
  ]);
  expect(JSON.parse(partly.stdout).providers[1].remedy).toContain(
    `aws secretsmanager create-secret --region ${first} --name fleet/internal/okta`,
  );
  expect(wrong.code).toBe(1);
  expect(outcomes(wrong)).toEqual([
    [first, 'Google', 'unchanged'],
    [first, 'okta-oidc', 'refused'],
    [first, 'tenant-oidc', 'refused'],
  ]);
  const [, okta, globex] = JSON.parse(wrong.stdout).providers;
  expect(okta.reason).toMatch(/okta-oidc of dev-internal does not accept secret .*: it says invalid_client/);
  expect(globex.reason).toMatch(/fleet\/tenants\/globex holds a JSON document/);
  expect(unchanged).toEqual(before);
  expect(rest.code).toBe(0);
  expect(outcomes(rest)).toEqual([
    [first, 'Google', 'unchanged'],
    [first, 'okta-oidc', 'pushed'],
    [first, 'tenant-oidc', 'pushed'],
  ]);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/unchanged.*unchanged/s) });

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

  const again = await rotate('--provider', 'Google', '--region', first, '--json');

  expect(again.code).toBe(0);
  expect(outcomes(again)).toEqual([[first, 'Google', 'pushed']]);
});

test('if a pool is not rolled out yet, it says what to roll out', async () => {
  const { code, stdout } = await rotate('--region', second, '--provider', 'okta-oidc');

  expect(code).toBe(1);
  expect(stdout).toMatch(/no user pool dev-internal/);
  expect(stdout).toContain(
    `npx fleet rollout --env dev --account identity --region ${second} --stack internal`,
  );
});

test('the ledger shows every step, and the inventory the proof', async () => {
  const { runs } = JSON.parse((await run('ledger', 'list', '--json')).stdout);
  expect(runs.length).toBeGreaterThan(3);
  const look = ['--due', '--only', 'providers', '--env', 'dev', '--region', first, '--json'];
  const due = await run('rotate', ...look);
  // The pool of the one with SAML is not rolled out here.
  expect(due.code).toBe(1);
  const { items } = JSON.parse(due.stdout) as {
    items: { name: string; state: string; last?: { proof: string } }[];
  };
  expect(items.map(({ name, state: one }) => [name, one]).sort()).toEqual([
    ['dev-customer/Google', 'fine'],
    ['dev-internal/okta-oidc', 'fine'],
    ['dev-tenant-acme/tenant-saml', 'unknown'],
    ['dev-tenant-globex/tenant-oidc', 'fine'],
  ]);
  const proofs = items.flatMap(({ last }) => last?.proof ?? []);
  expect(proofs).toEqual(Array(3).fill('let in (invalid_grant; a made-up secret: invalid_client)'));
  const none = await rotate('--due', '--region', first, '--json');
  expect(JSON.parse(none.stdout)).toMatchObject({ run: null, providers: [] });
});

test('no secret is in any output, file, ledger, record or process list', async () => {
  const { environment } = realEnvironment('dev');
  const found = [
    ...ended.flatMap(({ stdout, stderr }) => [stdout, stderr]).map((text) => ({ where: 'output', text })),
    ...filesBelow(state),
    ...(await objectsIn(access(identity(first)), stateBucket(environment, 'identity'))),
    ...(await objectsIn(access(cells(first)), stateBucket(environment, 'cells-a'))),
    ...processes.seen().map((text) => ({ where: 'process list', text })),
  ];
  expect(found.filter(({ where }) => where.startsWith('rotations/')).length).toBeGreaterThan(3);
  expect(found.filter(({ where }) => where.startsWith('ledger/')).length).toBeGreaterThan(3);
  expect(found.filter(({ text }) => text.includes(mark)).map(({ where }) => where)).toEqual([]);
});
