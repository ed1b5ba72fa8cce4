/** In production: a tenant with its own provider moves, leaves and is destroyed, with the guard and a second person. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { LoadedEnvironment } from '../../../environments/schema';
import { realEnvironment } from '../../invariants/fleet';
import { approve, blockedBy, commit, verdictOf } from '../fleet/approve';
import { access, poolNames } from '../fleet/cloud';
import { type Ended, ok } from '../fleet/fleet';
import { cognitoOf, createSecret } from '../fleet/operator';
import { smallFleet } from '../fleet/small-fleet';
import { production } from '../fleet/stories';
import { type LifeFleet, lifeFleet } from './life-fleet';

const region = 'eu-central-1';
const secretName = 'fleet/tenants/globex';
let fleet: LifeFleet;

/** `acme`, and `globex` with a provider that has a secret, in one of two cells. */
function asProduction(): LoadedEnvironment {
  const loaded = smallFleet();
  const { machine: _, ...environment } = loaded.environment;
  const globex = realEnvironment('staging').tenants.find(({ id }) => id === 'globex');
  const acme = loaded.tenants.find(({ id }) => id === 'acme');
  if (!globex || !acme) throw new Error('staging has no tenants acme and globex');
  return production({
    ...loaded,
    environment: {
      ...environment,
      accounts: { all: { id: '202020202020', flows: [] } },
    } as unknown as LoadedEnvironment['environment'],
    tenants: [acme, { ...globex, cells: { [region]: 'cell-01' } }],
    services: [],
  });
}

const run = (...args: string[]) => fleet.run(...args, '--env', 'staging', '--yes', '--json');
const offboard = (...more: string[]) => run('tenant', 'offboard', 'globex', ...more);
const inProject = (path: string) => join(fleet.project.root, 'environments', path);

/** What the guard refuses of a command. After a second person has approved it, the same command completes. */
async function approved(...args: string[]): Promise<{ blocked: string[]; ended: Ended }> {
  commit(fleet.project.root);
  const refused = await run(...args);
  const blocked = blockedBy(refused);
  approve(fleet.project.root, verdictOf(refused));
  return { blocked, ended: ok(await run(...args)) };
}

/** The secret that the provider in the tenant's pool uses. */
async function secretInPool(): Promise<string | undefined> {
  const shown = JSON.parse(
    ok(await fleet.run('tenant', 'show', 'globex', '--env', 'staging', '--json')).stdout,
  );
  const client = cognitoOf(fleet.place(region));
  const { IdentityProvider } = await client.send(
    new DescribeIdentityProviderCommand({
      UserPoolId: shown.regions[0].live.userPoolId,
      ProviderName: 'tenant-oidc',
    }),
  );
  client.destroy();
  return IdentityProvider?.ProviderDetails?.client_secret;
}

/** Functions that manage providers with a secret: one in a cell that has such a tenant. */
async function managers(): Promise<string[]> {
  const client = new LambdaClient(access(fleet.place(region)));
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  client.destroy();
  return Functions.map(({ FunctionName = '' }) => FunctionName).filter((name) =>
    name.endsWith('-identity-provider'),
  );
}

const unchanged = async () => {
  const plan = JSON.parse(
    ok(await fleet.run('plan', '--env', 'staging', '--stack', 'cell-*', '--json')).stdout,
  );
  expect(plan.stacks.filter(({ changed }: { changed: boolean }) => changed)).toEqual([]);
};

beforeAll(async () => {
  fleet = await lifeFleet(asProduction());
  commit(fleet.project.root);
  ok(await run('rollout', '--parallel', '2'));
  await createSecret(fleet.place(region), secretName, 'planted-globex');
  ok(await run('rotate', 'federation-secret', '--tenant', 'globex'));
});
afterAll(() => fleet?.stop());

test('once approved, it moves with its provider, whose secret is kept', async () => {
  expect([await secretInPool(), await managers()]).toEqual([
    'planted-globex',
    ['staging-cell-01-identity-provider'],
  ]);
  const { blocked, ended } = await approved('tenant', 'move', 'globex', '--to', 'cell-02');
  expect(blocked).toEqual([
    'hook-repointed aws_cognito_user_pool.globex_pool',
    // No tenant in the old cell needs the function any more.
    'logs-lost aws_cloudwatch_log_group.identity-provider_log-group',
  ]);
  expect(JSON.parse(ended.stdout).moves).toMatchObject([{ from: 'cell-01', to: 'cell-02' }]);
  expect([await secretInPool(), await managers()]).toEqual([
    'planted-globex',
    ['staging-cell-02-identity-provider'],
  ]);
  await unchanged();
});

test('it is suspended and exported without an approval; nothing is destroyed before its date', async () => {
  commit(fleet.project.root);
  expect(JSON.parse(ok(await offboard('--retain-days', '30')).stdout)).toMatchObject({ state: 'leaving' });
  expect(await offboard()).toMatchObject({ code: 3 });
});

test('after its date, first its protections are lifted, then it is destroyed, each approved by someone else', async () => {
  const tombstone = inProject('staging/tombstones/globex.json');
  writeFileSync(
    tombstone,
    readFileSync(tombstone, 'utf8').replace(/"keepUntil": "[^"]+"/, '"keepUntil": "2026-01-01"'),
  );
  commit(fleet.project.root);
  const still = await offboard();
  expect([still.code, JSON.parse(still.stdout).error.message]).toEqual([
    3,
    expect.stringContaining('is protected'),
  ]);
  expect(existsSync(inProject('staging/tenants/globex.json'))).toBe(true);

  const file = inProject('staging.ts');
  const environment = JSON.parse(
    readFileSync(file, 'utf8').replace('export default ', '').replace(/;\s*$/, ''),
  );
  const reason = 'globex has left, see ticket 4711 for its export';
  environment.relaxations.push(
    { protection: 'deletion-protection', reason },
    { protection: 'prevent-destroy', reason },
  );
  writeFileSync(file, `export default ${JSON.stringify(environment, null, 2)}\n`);
  const inAws = await offboard();
  expect([inAws.code, JSON.parse(inAws.stdout).error.message]).toEqual([
    3,
    expect.stringContaining('has deletion protection in AWS'),
  ]);
  const lowered = await approved('rollout', '--stack', 'foundation,cell-*');
  expect(lowered.blocked).toContain('protection-lowered aws_cognito_user_pool.globex_pool');

  commit(fleet.project.root);
  const goes = await offboard();
  expect(blockedBy(goes)).toContain('pool-lost aws_cognito_user_pool.globex_pool');
  approve(fleet.project.root, verdictOf(goes), { approver: 'ada@northpay.example' });
  expect(blockedBy(await offboard())).toEqual(blockedBy(goes));
  expect(await poolNames(fleet.place(region))).toContain('staging-tenant-globex');
  approve(fleet.project.root, verdictOf(goes));
  expect(JSON.parse(ok(await offboard()).stdout)).toMatchObject({ state: 'gone' });
  expect(await poolNames(fleet.place(region))).toEqual(['staging-tenant-acme']);
  expect(await managers()).toEqual([]);
  expect(await fleet.itemsOf(region, 'globex')).toEqual([]);
  await unchanged();
});
