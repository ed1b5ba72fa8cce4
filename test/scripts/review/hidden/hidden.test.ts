import { clientFields } from '../../../../scripts/review/hidden/client-fields';
import { hiddenThrough } from '../../../../scripts/review/hidden/hidden';
import { reviewedHooks } from '../../../../scripts/review/hidden/hook-changes';
import type { HiddenInput } from '../../../../scripts/review/hidden/input';
import type { Look } from '../../../../scripts/review/hidden/look';
import { mfaFields, poolFields } from '../../../../scripts/review/hidden/pool-fields';
import { resetSettings } from '../../../../scripts/review/hidden/settings';
import { arn, planned, stack } from './planned';

/** Responds as given, and records its calls. */
function looking(
  answers: Partial<{ pool: object; factors: object; client: object; replicas: string[] }> = {},
) {
  const asked: string[] = [];
  const answer = (what: keyof typeof answers, otherwise: object) => async (address: string) => {
    asked.push(`${what} ${address}`);
    return (answers[what] ?? otherwise) as never;
  };
  const look: Look = {
    pool: answer('pool', {}),
    factors: answer('factors', {}),
    client: answer('client', {}),
    replicas: answer('replicas', []),
  };
  return { look, asked };
}

const preToken = {
  pre_token_generation: arn('hook'),
  pre_token_generation_config: [{ lambda_arn: arn('hook') }],
};
const address = 'aws_cognito_user_pool.acme_pool';
const attributes = { id: 'pool-1', user_pool_tier: 'PLUS', lambda_config: [preToken] } as never;
const pool = (changes: object = {}, action: 'none' | 'update' | 'delete' = 'none') =>
  planned(address, attributes, { action, after: { ...(attributes as object), ...changes } });
const client = planned(
  'aws_cognito_user_pool_client.acme_web-client',
  { id: 'c', user_pool_id: 'pool-1' },
  { action: 'update', after: { id: 'c', user_pool_id: 'pool-1', name: 'n' } },
);

const input = (
  resources: HiddenInput['resources'],
  lambda_config: object = { pre_token_generation: `\${f}` },
): HiddenInput => ({
  stack,
  environment: {} as never,
  synthesized: { resource: { aws_cognito_user_pool: { acme_pool: { lambda_config } } } },
  resources,
  purpose: 'look',
});

test('an unchanged stack hides nothing, and no call is made', async () => {
  const { look, asked } = looking({
    replicas: ['us-east-1'],
    pool: { IssuerConfiguration: { Type: 'UPDATED' } },
  });
  expect(await hiddenThrough(input([pool()]), look)).toEqual([]);
  expect(asked).toEqual([]);
});

test('a hook that is no longer configured is an update of its pool, with its owner and id', async () => {
  const { look, asked } = looking();
  const changes = await hiddenThrough(input([pool()], {}), look);
  expect(changes).toEqual([
    {
      address,
      type: 'aws_cognito_user_pool',
      action: 'update',
      section: 'hidden',
      owner: 'tenant:acme',
      id: 'pool-1',
      attributes: [{ path: 'lambda_config.pre_token_generation', before: arn('hook') }],
      effects: [
        {
          id: 'hook-removed',
          path: 'lambda_config.pre_token_generation',
          what: `pre_token_generation would no longer run ${arn('hook')}; Terraform's plan does not show it`,
        },
      ],
    },
  ]);
  expect(asked).toEqual([]);
  expect(reviewedHooks(changes)).toEqual([
    { address, poolId: 'pool-1', trigger: 'pre_token_generation', function: arn('hook') },
  ]);
});

test('only hidden hooks are detached', async () => {
  const [change] = await hiddenThrough(input([pool()], {}), looking().look);
  if (!change) throw new Error('no change');
  expect(reviewedHooks([{ ...change, section: 'change' }])).toEqual([]);
  expect(
    reviewedHooks([
      { ...change, effects: [{ id: 'setting-reset', path: 'lambda_config.pre_token_generation', what: '' }] },
    ]),
  ).toEqual([]);
  expect(reviewedHooks([{ ...change, attributes: [] }])).toEqual([]);
});

test('a pool that is written is read, and each setting that would be lost is named', async () => {
  const { look, asked } = looking({
    pool: { IssuerConfiguration: { Type: 'UPDATED' }, SmsConfiguration: { EumsSms: { CallerArn: 'r' } } },
  });
  const changes = await hiddenThrough(input([pool({ user_pool_tier: 'LITE' }, 'update')]), look);
  expect(asked.sort()).toEqual([`pool ${address}`, `replicas ${address}`]);
  expect(changes).toMatchObject([
    {
      address,
      action: 'update',
      section: 'hidden',
      attributes: [
        { path: 'IssuerConfiguration.Type', before: 'UPDATED', after: 'ORIGINAL' },
        { path: 'SmsConfiguration.EumsSms', before: { CallerArn: 'r' } },
      ],
      effects: [
        { id: 'setting-reset', path: 'SmsConfiguration.EumsSms' },
        { id: 'setting-reset', path: 'IssuerConfiguration.Type' },
      ],
    },
  ]);
});

test('second factors are read if they are written', async () => {
  const { look, asked } = looking({
    factors: { WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } },
  });
  const changes = await hiddenThrough(input([pool({ mfa_configuration: 'ON' }, 'update')]), look);
  expect(asked).toContain(`factors ${address}`);
  expect(changes[0]?.effects.map(({ path }) => path)).toEqual(['WebAuthnConfiguration.FactorConfiguration']);
});

test.each(['update', 'delete'] as const)('replicas of a changed pool (%s) are read', async (action) => {
  const { look } = looking({ replicas: ['us-east-1'] });
  const changes = await hiddenThrough(input([pool({ user_pool_tier: 'LITE' }, action)]), look);
  expect(changes).toMatchObject([
    { address, action: 'none', effects: [{ id: 'replica-by-hand', path: 'replica.us-east-1' }] },
  ]);
});

test('everything about one resource is one change, and a replica alone has no action', async () => {
  const { look } = looking({ replicas: ['us-east-1'], pool: { IssuerConfiguration: { Type: 'UPDATED' } } });
  const changes = await hiddenThrough(input([pool({ user_pool_tier: 'LITE' }, 'update')], {}), look);
  expect(changes).toHaveLength(1);
  expect(changes[0]?.action).toBe('update');
  expect(changes[0]?.effects.map(({ id }) => id)).toEqual([
    'hook-removed',
    'setting-reset',
    'replica-by-hand',
  ]);
});

test('the provider knows all client settings today; once it does not, clients are read', async () => {
  const { look, asked } = looking({ client: { New: 'x' } });
  expect(await resetSettings({ stack, resources: [client] }, look)).toEqual([]);
  expect(asked).toEqual([]);
  const tables = { pool: poolFields, mfa: mfaFields, client: { ...clientFields, New: { reset: null } } };
  expect(await resetSettings({ stack, resources: [client] }, look, tables)).toMatchObject([
    { address: client.address, effects: [{ id: 'setting-reset', path: 'New' }] },
  ]);
  expect(asked).toEqual([`client ${client.address}`]);
});

test.each(['pool', 'replicas'] as const)('if %s cannot be read, it is an error', async (what) => {
  const { look } = looking();
  look[what] = () => Promise.reject(new Error('refused'));
  await expect(hiddenThrough(input([pool({ user_pool_tier: 'LITE' }, 'update')]), look)).rejects.toThrow(
    'refused',
  );
});
