import { type LeftHook, leftHooks } from '../../../../scripts/review/hidden/hooks';
import type { PlannedResource } from '../../../../scripts/review/planned';
import { arn, planned } from './planned';

const address = 'aws_cognito_user_pool.acme_pool';
const preToken = {
  pre_token_generation: arn('hook'),
  pre_token_generation_config: [{ lambda_arn: arn('hook'), lambda_version: 'V2_0' }],
};
const empty = {
  pre_token_generation: '',
  pre_token_generation_config: [],
  pre_sign_up: '',
  custom_email_sender: [],
  kms_key_id: '',
};

/** A pool with these hooks attached. */
const pool = (config: object | undefined, rest: Partial<PlannedResource> = {}) =>
  planned(address, { id: 'pool-1', lambda_config: config ? [{ ...empty, ...config }] : [] } as never, rest);

const left = (config: unknown, ...resources: PlannedResource[]) =>
  leftHooks(
    {
      resource: {
        aws_cognito_user_pool: { acme_pool: config === undefined ? {} : { lambda_config: config } },
      },
    },
    resources,
  );

const hook = (trigger: string, name: string): LeftHook => ({
  address,
  poolId: 'pool-1',
  trigger,
  function: arn(name),
});
const ours = {
  pre_token_generation_config: { lambda_arn: `\${aws_lambda_function.hook.arn}`, lambda_version: 'V2_0' },
};

test.each<[string, unknown, PlannedResource, LeftHook[]]>([
  ['configuration still has it', ours, pool(preToken), []],
  ['as a list of blocks', [ours], pool(preToken), []],
  ['under its older name', { pre_token_generation: `\${aws_lambda_function.hook.arn}` }, pool(preToken), []],
  ['nothing is attached', undefined, pool(undefined), []],
  ['what is not attached yet', ours, pool({}), []],
  [
    'it is gone from configuration',
    { pre_sign_up: arn('f') },
    pool({ ...preToken, pre_sign_up: arn('f') }),
    [hook('pre_token_generation', 'hook')],
  ],
  ['the block is empty', {}, pool(preToken), [hook('pre_token_generation', 'hook')]],
  [
    'set to nothing',
    { pre_token_generation: '', pre_token_generation_config: [] },
    pool(preToken),
    [hook('pre_token_generation', 'hook')],
  ],
  [
    'set to null',
    { pre_token_generation: null, pre_token_generation_config: null },
    pool(preToken),
    [hook('pre_token_generation', 'hook')],
  ],
  ['the key of a sender is not a hook', { kms_key_id: '' }, pool({ kms_key_id: 'arn:aws:kms:x' }), []],
  [
    'a sender stays attached',
    {},
    pool({ custom_email_sender: [{ lambda_arn: arn('m'), lambda_version: 'V1_0' }] }),
    [hook('custom_email_sender', 'm')],
  ],
])('%s', (_, config, resource, wanted) => {
  expect(left(config, resource)).toEqual(wanted);
});

test('what the plan itself removes is not hidden', () => {
  const both = { ...preToken, pre_sign_up: arn('f') };
  const after = { id: 'pool-1', lambda_config: [{ ...empty, ...preToken }] };
  expect(left({}, pool(both, { action: 'update', after: after as never }))).toEqual([
    hook('pre_token_generation', 'hook'),
  ]);
  expect(
    left(undefined, pool(both, { action: 'update', after: { id: 'pool-1', lambda_config: [] } })),
  ).toEqual([]);
});

test.each<[string, Partial<PlannedResource>]>([
  ['the whole pool', { after: { id: 'pool-1' }, unknown: { lambda_config: true } }],
  [
    'the hook',
    {
      after: { id: 'pool-1', lambda_config: [{}] },
      unknown: { lambda_config: [{ pre_token_generation: true }] },
    },
  ],
  [
    'the block of the hook',
    {
      after: { id: 'pool-1', lambda_config: [{}] },
      unknown: { lambda_config: [{ pre_token_generation_config: [{ lambda_arn: true }] }] },
    },
  ],
  ['everything', { after: undefined }],
])('an unknown value counts as left over: %s', (_, rest) => {
  expect(left({}, pool(preToken, { action: 'update', ...rest }))).toEqual([
    hook('pre_token_generation', 'hook'),
  ]);
});

test.each(['replace', 'delete', 'create', 'forget'] as const)('%s leaves no pool with this id', (action) => {
  expect(left({}, pool(preToken, { action }))).toEqual([]);
});

test('drift is reported elsewhere, and other resources have no hooks', () => {
  expect(
    left({}, pool(preToken, { section: 'drift' }), planned('aws_lambda_function.f', { id: 'f' })),
  ).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['an expression for the block', `\${local.hooks}`, 'neither a block'],
  ['blocks computed by an expression', { dynamic: { pre_token_generation_config: {} } }, 'by an expression'],
])('%s cannot be read, which is an error', (_, config, why) => {
  expect(() => left(config, pool(preToken))).toThrow(why);
});

test('a pool whose lambda_config is computed by an expression, or that is not in the configuration, is an error', () => {
  const named = { resource: { aws_cognito_user_pool: { acme_pool: { dynamic: { lambda_config: {} } } } } };
  expect(() => leftHooks(named, [pool(preToken)])).toThrow('by an expression');
  expect(() => leftHooks({ resource: {} }, [pool(preToken)])).toThrow('but the synthesized stack does not');
});
