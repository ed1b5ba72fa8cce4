import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { deployRole, planRole, rotateRole } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type RoleRights, readRights } from '../../../scripts/local/rights';
import type { Probed } from '../../../scripts/probe/report';
import { planSteps } from '../../../scripts/rollout/order';
import { poolsOf } from '../../../scripts/selection/pools';
import { selectStacks } from '../../../scripts/selection/selection';
import { stacksOf } from '../../../scripts/selection/stacks';
import { unreadableRole } from './adoption';
import type { Applied } from './applied';

type Environment = LoadedEnvironment['environment'];

/** The environment with a change to every kind of resource. */
function changed(environment: Environment): object {
  const { customer, internal, machine, tenants, edge, email } = environment;
  const region = environment.regions[0] as keyof NonNullable<Environment['email']>;
  return {
    ...environment,
    // On everything with tags, one tag changes and one is removed.
    tags: { 'cost-center': 'identity-2' },
    logRetentionDays: 30,
    customer: { ...customer, password: { ...customer.password, minimumLength: 16 } },
    internal: internal && { ...internal, tokens: { ...internal.tokens, accessMinutes: 10 } },
    machine: machine && {
      ...machine,
      resourceServers: machine.resourceServers.map((server) => ({ ...server, name: `${server.name} 2` })),
    },
    tenants: { ...tenants, password: { ...tenants.password, minimumLength: 16 } },
    email: { ...email, [region]: { ...email?.[region], replyTo: 'help@every.example' } },
    edge: edge && {
      ...edge,
      throttling: { ratePerSecond: 60, burst: 120 },
      routes: edge.routes.slice(1),
    },
  };
}

/** One stack of each kind: the roles of both accounts have the same statements, and stacks in both were created. */
const oneOfEach = ['every-cells-a-*', 'every-identity-*-data', 'customer', 'internal', 'machine'];

/** Statements that are not needed here, each with what needs it. */
const unseen: Readonly<Record<string, string>> = {
  'deploy CreateReplicationRole': 'a second region, as the demo has',
  'deploy FindReplicas': 'a second region',
  'plan FindReplicas': 'a second region',
  'plan ReadQuotas': 'fleet capacity, which is not run here',
};

/** Users created by probes, in all pools. */
async function syntheticUsers({ loaded, pools }: Applied): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const place of poolsOf(loaded)) {
    const client = new CognitoIdentityProviderClient(await pools.access(place));
    const UserPoolId = await pools.poolId(place);
    const { Users = [] } = await client.send(
      new ListUsersCommand({ UserPoolId, Filter: 'email ^= "fleet-probe-"' }),
    );
    client.destroy();
    found.push(...Users);
  }
  return found;
}

/** Runs before anything is removed from the environment. */
export function storesAnswer(of: () => Applied): void {
  test('the probe role can query the policy stores, and sign in users, who are deleted afterwards', async () => {
    const { root, loaded, run } = of();
    const policies = 'stacks/policies';
    cpSync(join(__dirname, '../../..', policies), join(root, policies), { recursive: true });
    const { stdout } = await run('probe', '--env', loaded.environment.name, '--json');
    const { asExpected, stores } = JSON.parse(stdout);
    expect(asExpected).toBe(true);
    const signedIn = (stores as Probed[]).filter(({ signIn }) => signIn);
    const tenants = loaded.tenants.map(({ id }) => id);
    expect(signedIn.map(({ kind, owner = kind }) => owner).sort()).toEqual([...tenants, 'customer'].sort());
    expect(await syntheticUsers(of())).toEqual([]);
  });
}

/** Runs after the state of cell-01 was written by Terraform directly. */
export function pipelineJob(of: () => Applied): void {
  test('a pipeline job can plan and roll out one account with only its role there', async () => {
    const { environment } = of().loaded;
    const only = ['--env', environment.name, '--account', 'cells-a', '--stack', 'cell-01', '--json'];
    const planned = await of().runAs(planRole(environment), 'cells-a', 'plan', ...only);
    expect(JSON.parse(planned.stdout).stacks).toMatchObject([{ outcome: 'planned', changed: false }]);
    expect(planned.stderr).toContain('account identity is not compared');
    const rolledOut = await of().runAs(deployRole(environment), 'cells-a', 'rollout', '--yes', ...only);
    // It isn't skipped, since its current state is not recorded.
    expect(JSON.parse(rolledOut.stdout).stacks).toMatchObject([{ outcome: 'unchanged' }]);
  });
}

/** The secrets were pushed before; this shows that the rotate role is sufficient. */
export function federationSecretsPushed(of: () => Applied): void {
  test('a pipeline job can push federation secrets with only the rotate role', async () => {
    const { environment } = of().loaded;
    const only = ['--env', environment.name, '--account', 'identity', '--unproven', '--yes', '--json'];
    const pushed = await of().runAs(
      rotateRole(environment),
      'identity',
      'rotate',
      'federation-secret',
      ...only,
    );
    const outcomes = JSON.parse(pushed.stdout).providers.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toContain('unchanged');
  });
}

/** Runs after the flow's tests, which use the secret that Cognito generated. */
export function clientSecretRotated(of: () => Applied): void {
  test('a pipeline job can rotate a client secret with only the rotate role', async () => {
    const { environment } = of().loaded;
    const only = ['--env', environment.name, '--service', 'legacy-export', '--soak', '0', '--yes', '--json'];
    const rotated = await of().runAs(rotateRole(environment), 'identity', 'rotate', 'client-secret', ...only);
    // The service is suspended, but its secret can still be rotated.
    expect(JSON.parse(rotated.stdout).clients).toMatchObject([
      { client: 'legacy-export', outcome: 'rotated' },
    ]);
  });
}

/** Changes every kind of resource, with a rollout of one stack of each kind. */
export function everythingChanges(of: () => Applied): void {
  test('the deploy role can change every kind of resource', async () => {
    const { loaded, root, run } = of();
    const { environment } = loaded;
    const globex = join(root, 'environments/every/tenants/globex.json');
    writeFileSync(globex, readFileSync(globex, 'utf8').replace('#fde047', '#0e7490'));
    writeFileSync(
      join(root, `environments/${environment.name}.ts`),
      `export default ${JSON.stringify(changed(environment))};\n`,
    );
    const only = ['--stack', oneOfEach.join(',')];
    const { stdout } = await run('rollout', '--env', environment.name, '--yes', '--json', ...only);
    const ended = JSON.parse(stdout).stacks.map(({ id, outcome }: Record<string, string>) => [id, outcome]);
    const all = selectStacks(stacksOf(loaded), { stack: oneOfEach });
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(stacksOf(loaded).map(({ kind }) => kind)));
    expect(ended.sort()).toEqual(all.map(({ id }) => [id, 'applied']).sort());
  });
}

/** The permissions that the foundation's roles needed over the whole life of the environment. */
export function rightsAreNeeded(of: () => Applied): void {
  test('the deploy role can destroy every kind of resource', async () => {
    const { loaded, terraform } = of();
    const all = selectStacks(stacksOf(loaded), { stack: oneOfEach });
    const steps = planSteps(all).filter(({ id }) => !id.endsWith('-foundation'));
    for (const wave of [...new Set(steps.map((step) => step.wave))].sort((a, b) => b - a))
      await Promise.all(
        steps
          .filter((step) => step.wave === wave)
          .map(({ id }) => terraform(id, 'destroy', '-auto-approve', '-no-color')),
      );
  });

  test("none of the fleet's roles was refused anything, and every statement was needed", async () => {
    const roles = await readRights(of().endpoint);
    const cells = of().loaded.environment.accounts['cells-a']?.id;
    // A job for one account also tries the others, and is refused.
    const toOther = (role: string, { action, resource }: RoleRights['refused'][number]) =>
      action === 'sts:AssumeRole' && resource.split(':')[4] !== role.split(':')[4];
    expect(
      roles.flatMap(({ role, refused }) =>
        refused.filter((one) => !toOther(role, one)).map((one) => ({ role, ...one })),
      ),
    ).toEqual([
      // The adoption test provokes this refusal.
      {
        role: expect.stringMatching(`:${cells}:.*-fleet-deploy$`),
        action: 'iam:GetRole',
        resource: `arn:aws:iam::${cells}:role/${unreadableRole}`,
        why: expect.any(String),
      },
    ]);
    const ours = roles.filter(({ role }) => /-fleet-(deploy|operate|plan|probe|rotate)$/.test(role));
    expect(ours.map(({ role }) => role.replace(/^.*:(\d+):.*-/, '$1 ')).sort()).toEqual([
      '121212121212 deploy',
      '121212121212 operate',
      '121212121212 plan',
      '121212121212 probe',
      '121212121212 rotate',
      '131313131313 deploy',
      '131313131313 plan',
      '131313131313 probe',
      '131313131313 rotate',
    ]);
    // A statement is needed if any account needs it.
    const idle = ours.flatMap(({ role, idle: sids }) =>
      sids
        .filter((sid) => ours.every((other) => !sameKind(other.role, role) || other.idle.includes(sid)))
        .map((sid) => `${role.split('-').at(-1)} ${sid}`),
    );
    expect([...new Set(idle)].sort()).toEqual(Object.keys(unseen));
  });
}

const sameKind = (one: string, other: string) => one.split('-').at(-1) === other.split('-').at(-1);
