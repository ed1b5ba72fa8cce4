import { tables } from '../../environments/names';
import { tablesOf } from '../../environments/placement/tables';
import type { Environment, LoadedEnvironment } from '../../environments/schema';
import { type Resource, realEnvironment, realEnvironments, resourcesOf, synthesize } from './fleet';

const guarded = [
  'aws_cognito_identity_pool',
  'aws_cognito_user_pool',
  'aws_dynamodb_table',
  'aws_dynamodb_table_replica',
  'aws_sesv2_email_identity',
  'aws_verifiedpermissions_policy_store',
  'aws_kms_key',
  'aws_s3_bucket',
  // Anyone else in the account who relies on it would lose it, too.
  'aws_iam_openid_connect_provider',
];

/** AWS's own protection, where this provider can set one: resource type → argument and its value. */
const ownProtection: Record<string, [string, unknown]> = {
  aws_cognito_user_pool: ['deletion_protection', 'ACTIVE'],
  aws_dynamodb_table: ['deletion_protection_enabled', true],
  aws_dynamodb_table_replica: ['deletion_protection_enabled', true],
  aws_kms_key: ['deletion_window_in_days', 30],
};

const guardedOf = (loaded: LoadedEnvironment) =>
  resourcesOf(synthesize(loaded).values()).filter(({ type }) => guarded.includes(type));

const lacking = (resources: Resource[], has: (resource: Resource) => boolean) =>
  resources.filter((resource) => !has(resource)).map(({ stack, address }) => `${stack.id} ${address}`);

const keepsFromDestroy = ({ block }: Resource) => block.lifecycle?.prevent_destroy === true;

function keepsFromDeletion({ type, block }: Resource) {
  const [argument, value] = ownProtection[type] ?? [];
  return argument === undefined || block[argument] === value;
}

const production = realEnvironments.filter(({ environment }) => environment.production);

/** A production environment that has given up no protection. */
const strict: LoadedEnvironment = {
  ...realEnvironment('prod'),
  environment: { ...realEnvironment('prod').environment, relaxations: [] },
};

const relaxed = (...given: Environment['relaxations'][number]['protection'][]): LoadedEnvironment => ({
  ...strict,
  environment: {
    ...strict.environment,
    relaxations: given.map((protection) => ({ protection, reason: 'a test of what this gives up' })),
  },
});

test('there is a production environment, and it gives up no protection', () => {
  expect(production.map(({ environment }) => environment.name)).toContain('prod');
  expect(production.flatMap(({ environment }) => environment.relaxations)).toEqual([]);
});

test.each(production.map((loaded) => [loaded.environment.name, loaded] as const))(
  '%s: everything that holds state is protected from Terraform, and from deletion if AWS can do that',
  (_, loaded) => {
    const resources = guardedOf(loaded);
    expect(new Set(resources.map(({ type }) => type))).toEqual(new Set(guarded));
    expect(lacking(resources, keepsFromDestroy)).toEqual([]);
    expect(lacking(resources, keepsFromDeletion)).toEqual([]);
  },
);

test('production: no table has a copy in a region without its own deletion protection', () => {
  // The provider's replica block cannot set it, so a replica must be a separate resource.
  expect(
    resourcesOf(synthesize(strict).values(), 'aws_dynamodb_table').filter(
      ({ block }) => (block.replica ?? []).length > 0,
    ),
  ).toEqual([]);
  const { environment } = strict;
  const copies = resourcesOf(synthesize(strict).values(), 'aws_dynamodb_table_replica').map(
    ({ stack, block }) => `${stack.id} ${block.global_table_arn.split('/')[1]} ${block.provider}`,
  );
  const expected = Object.keys(environment.accounts).flatMap((account) =>
    [...tablesOf(environment, account)].flatMap(([table, regions]) =>
      regions
        .filter((region) => region !== environment.regions[0])
        .map((region) => {
          const stack = `${environment.name}-${account}-${environment.regions[0]}-data`;
          return `${stack} ${tables(environment)[table]} aws.${region}`;
        }),
    ),
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(copies.sort()).toEqual(expected.sort());
});

test('production: what AWS cannot protect, the deploy role may not delete', () => {
  const [guard] = resourcesOf(synthesize(strict).values(), 'aws_iam_policy').filter(({ address }) =>
    address.endsWith('.deploy_guard-policy'),
  );
  const denied = JSON.parse(guard?.block.policy).Statement.flatMap(
    (statement: { Effect: string; Action?: string[] }) =>
      statement.Effect === 'Deny' ? (statement.Action ?? []) : [],
  );
  expect(denied).toEqual(
    expect.arrayContaining([
      'dynamodb:DeleteTable',
      'dynamodb:DeleteTableReplica',
      'verifiedpermissions:DeletePolicyStore',
      'ses:DeleteEmailIdentity',
    ]),
  );
});

test('outside production everything can be torn down again', () => {
  const resources = guardedOf(realEnvironment('dev'));
  expect(resources.filter(keepsFromDestroy)).toEqual([]);
  expect(
    resources.filter(
      ({ type, ...rest }) =>
        type in ownProtection && type !== 'aws_kms_key' && keepsFromDeletion({ type, ...rest }),
    ),
  ).toEqual([]);
});

test('a relaxation gives up its own protection, and nothing else', () => {
  const withoutDestroy = guardedOf(relaxed('prevent-destroy'));
  expect(withoutDestroy.filter(keepsFromDestroy)).toEqual([]);
  expect(lacking(withoutDestroy, keepsFromDeletion)).toEqual([]);

  const withoutDeletion = guardedOf(relaxed('deletion-protection'));
  expect(lacking(withoutDeletion, keepsFromDestroy)).toEqual([]);
  expect(lacking(withoutDeletion, keepsFromDeletion)).not.toEqual([]);
});

const recovery = (loaded: LoadedEnvironment) =>
  resourcesOf(synthesize(loaded).values()).flatMap(({ type, block }) => {
    if (type === 'aws_dynamodb_table') return [block.point_in_time_recovery.enabled];
    return type === 'aws_dynamodb_table_replica' ? [block.point_in_time_recovery] : [];
  });

test('tables and their replicas can be restored to a point in time, unless that is given up', () => {
  for (const loaded of realEnvironments) expect(new Set(recovery(loaded))).toEqual(new Set([true]));
  expect(new Set(recovery(relaxed('point-in-time-recovery')))).toEqual(new Set([false]));
});
