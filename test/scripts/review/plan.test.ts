import type { FleetError } from '../../../scripts/cli/errors';
import { model, modelOf, plan, resource, stack } from './plans';

const pool = 'aws_cognito_user_pool';
const there = { id: 'eu-central-1_acme', mfa_configuration: 'ON' };
const gone = { ...there, mfa_configuration: 'OFF' };
const no = { after_unknown: false, before_sensitive: false, after_sensitive: false };

describe('what happens to a resource', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['create', { actions: ['create'], after: { name: 'x' } }, {}, { action: 'create', section: 'change' }],
    ['update', { before: there, after: gone }, {}, { action: 'update', section: 'change', id: there.id }],
    ['delete', { actions: ['delete'], before: there }, {}, { action: 'delete', section: 'change' }],
    ['replace', { actions: ['delete', 'create'], before: there, after: gone }, {}, { action: 'replace' }],
    ['replace', { actions: ['create', 'delete'], before: there, after: gone }, {}, { action: 'replace' }],
    [
      'replace, and keep the old',
      { actions: ['create', 'forget'], before: there, after: gone },
      {},
      { action: 'replace' },
    ],
    ['forget', { actions: ['forget'], before: there }, {}, { action: 'forget', section: 'state' }],
    [
      'move',
      { actions: ['no-op'], before: there, after: there },
      { previous_address: `${pool}.old` },
      { action: 'move', section: 'state', previousAddress: `${pool}.old` },
    ],
    [
      'move and update',
      { before: there, after: gone },
      { previous_address: `${pool}.old` },
      { action: 'update', section: 'change', previousAddress: `${pool}.old` },
    ],
    [
      'import',
      { actions: ['no-op'], before: there, after: there, importing: { id: 'by this id' } },
      {},
      { action: 'import', section: 'state', id: there.id },
    ],
    [
      'create by import of what has no attributes yet',
      { actions: ['no-op'], importing: { id: 'by this id' } },
      {},
      { action: 'import', id: 'by this id' },
    ],
    [
      'delete what a broken-off replacement left',
      { actions: ['delete'], before: there },
      { deposed: 'ab12' },
      { action: 'delete', address: `${pool}.one (deposed ab12)` },
    ],
    [
      'read later',
      { actions: ['read'], after: {} },
      { mode: 'data', address: 'data.aws_x.one' },
      { action: 'none', section: 'deferred', address: 'data.aws_x.one' },
    ],
  ])('%s', (_, change, more, expected) => {
    const { changes } = modelOf(resource(pool, { ...no, ...change }, more));
    expect(changes).toEqual([expect.objectContaining(expected)]);
  });

  test('unchanged resources are not shown', () => {
    expect(modelOf(resource(pool, { actions: ['no-op'], before: there, after: there })).changes).toEqual([]);
  });

  test('a resource that is created, destroyed or moved as a whole has no attributes', () => {
    const { changes } = modelOf(
      resource(pool, { actions: ['create'], after: there }, { address: 'a' }),
      resource(pool, { actions: ['delete'], before: there }, { address: 'b' }),
    );
    expect(changes.map(({ attributes }) => attributes)).toEqual([[], []]);
  });

  test('its owner', () => {
    const owned = resource(pool, { actions: ['delete'], before: there }, { name: 'acme_pool' });
    expect(modelOf(owned).changes[0]?.owner).toBe('tenant:acme');
  });
});

describe('what is not understood with certainty is refused, naming the stack', () => {
  const update = resource(pool, { before: there, after: gone });
  const without = (field: string) => {
    const { [field]: _, ...rest } = plan();
    return rest;
  };
  const withoutIn = (field: string) => {
    const { [field]: _, ...change } = update.change as Record<string, unknown>;
    return plan({ resource_changes: [{ ...update, change }] });
  };
  test.each<[string, unknown, RegExp]>([
    ['no plan', undefined, /format is version unknown/],
    ['no object', [], /format/],
    ['no format', without('format_version'), /format/],
    ['format 2', plan({ format_version: '2.0' }), /format is version "2\.0"/],
    ['format 0', plan({ format_version: '0.2' }), /format/],
    ['format 12', plan({ format_version: '12' }), /format/],
    ['errored', plan({ errored: true }), /failed while planning/],
    ['errored, or not', without('errored'), /errored/],
    ['a part', plan({ complete: false }), /only part of it/],
    [
      'a part, with what is left',
      plan({
        complete: false,
        deferred_changes: [{ reason: 'instance_count_unknown', resource_change: update }],
      }),
      /deferred aws_cognito_user_pool\.one/,
    ],
    ['complete in another sense', plan({ complete: 'mostly' }), /complete/],
    ['no configuration', without('configuration'), /configuration/],
    ['no planned values', without('planned_values'), /planned_values/],
    ['changes in another shape', plan({ resource_changes: {} }), /resource_changes/],
    ['no marks before', withoutIn('before_sensitive'), /resource_changes\.0\.change\.before_sensitive/],
    ['no marks after', withoutIn('after_sensitive'), /after_sensitive/],
    ['nothing about what is unknown', withoutIn('after_unknown'), /after_unknown/],
    ['no actions', withoutIn('actions'), /actions/],
    ['an unknown action', plan({ resource_changes: [resource(pool, { actions: ['open'] })] }), /\[open\]/],
    [
      'one action too many',
      plan({ resource_changes: [resource(pool, { actions: ['update', 'delete'] })] }),
      /\[update,delete\]/,
    ],
    [
      'a resource that is read',
      plan({ resource_changes: [resource(pool, { actions: ['read'] })] }),
      /\[read\] managed/,
    ],
    [
      'an unknown action in drift',
      plan({ resource_drift: [resource(pool, { actions: ['open'] })] }),
      /\[open\]/,
    ],
    ['actions besides resources', plan({ action_invocations: [{}] }), /action_invocations/],
  ])('%s', (_, shown, message) => {
    expect(() => model(shown)).toThrow(message);
    expect(() => model(shown)).toThrow(stack.id);
  });

  test('a plan with changes for which Terraform reported none', () => {
    expect(() => model(plan({ resource_changes: [update] }), { changed: false })).toThrow(
      /reported no changes/,
    );
  });

  test('OpenTofu does not say whether a plan is complete; a later minor version of the format is read', () => {
    const { complete: _, ...tofu } = plan({ resource_changes: [update], format_version: '1.9' });
    expect(model(tofu).changes).toHaveLength(1);
  });

  test('no error repeats a value', () => {
    const broken = resource(pool, { before: 'pl4nted-hunter22', after: ['pl4nted-hunter22'] });
    let said = '';
    try {
      modelOf(broken);
    } catch (error) {
      const { message, remedy, data, cause, stack: trace } = error as FleetError;
      said = JSON.stringify([message, remedy, data, String(cause), trace]);
    }
    expect(said).toContain('change.before');
    expect(said).not.toContain('pl4nted');
  });
});

test('changes are sorted by section, then by address, including hidden ones', () => {
  const { changes } = model(
    plan({
      resource_drift: [resource(pool, { before: there, after: gone }, { address: 'd' })],
      resource_changes: [
        resource(pool, { actions: ['forget'], before: there }, { address: 'c' }),
        resource(pool, { before: there, after: gone }, { address: 'b' }),
        resource(pool, { before: there, after: gone }, { address: 'a' }),
      ],
    }),
    {
      hidden: [
        {
          address: 'e',
          type: pool,
          action: 'update',
          section: 'hidden',
          attributes: [],
          effects: [{ id: 'hook-removed', what: 'x' }],
        },
      ],
    },
  );
  expect(changes.map(({ section, address }) => `${section} ${address}`)).toEqual([
    'change a',
    'change b',
    'state c',
    'drift d',
    'hidden e',
  ]);
});

describe('effects that the plan itself shows', () => {
  const effectsOf = (shown: unknown, more = {}) =>
    model(shown, more).changes.flatMap(({ effects }) =>
      effects.map(({ id, path }) => `${id} ${path ?? ''}`.trim()),
    );

  test('a guarded setting that is not known yet', () => {
    const before = {
      lambda_config: [{ pre_token_generation_config: [{ lambda_arn: 'a', lambda_version: 'V2_0' }] }],
      arn: 'x',
    };
    const after = { lambda_config: [{ pre_token_generation_config: [{ lambda_version: 'V2_0' }] }] };
    const after_unknown = {
      lambda_config: [{ pre_token_generation_config: [{ lambda_arn: true }] }],
      arn: true,
    };
    expect(effectsOf(plan({ resource_changes: [resource(pool, { before, after, after_unknown })] }))).toEqual(
      ['unknown-guarded lambda_config.pre_token_generation_config.lambda_arn'],
    );
    const created = resource(pool, { actions: ['create'], before: null, after, after_unknown });
    expect(effectsOf(plan({ resource_changes: [created] }))).toEqual([]);
  });

  test('a block of guarded settings that is unknown as a whole', () => {
    const change = { before: { lambda_config: [] }, after: {}, after_unknown: { lambda_config: true } };
    expect(effectsOf(plan({ resource_changes: [resource(pool, change)] }))).toEqual([
      'unknown-guarded lambda_config',
    ]);
  });

  test('a change that no commit explains, only if AWS would be changed', () => {
    const shown = plan({
      resource_changes: [
        resource(pool, { before: there, after: { ...there, name: 'x' } }, { address: 'a' }),
        resource(
          pool,
          { actions: ['no-op'], before: there, after: there },
          { address: 'b', previous_address: 'c' },
        ),
      ],
    });
    expect(effectsOf(shown, { untouched: true })).toEqual(['immutable-changed name', 'untouched-by-commit']);
    expect(effectsOf(shown, { untouched: false })).toEqual(['immutable-changed name']);
  });
});

describe('drift', () => {
  const drift = (...drifted: ReturnType<typeof resource>[]) =>
    model(plan({ resource_drift: drifted }), { changed: false });
  const of = (type: string, before: object, after: object) => resource(type, { before, after });

  test.each<[string, string, object, object]>([
    ['a domain that was created after its pool', pool, { domain: '' }, { domain: 'acme' }],
    [
      'an empty list instead of none',
      'aws_lambda_function',
      { layers: null, tags: null },
      { layers: [], tags: {} },
    ],
    ['attachments of its own', 'aws_iam_policy', { attachment_count: 0 }, { attachment_count: 1 }],
    [
      'what other resources put on a bucket',
      'aws_s3_bucket',
      { policy: '', versioning: [{ enabled: false }] },
      { policy: '{}', versioning: [{ enabled: true }] },
    ],
    [
      'a policy with its statements in another order',
      'aws_iam_role_policy',
      { policy: '{"Statement":[{"Action":"a"},{"Action":"b"}]}' },
      { policy: '{"Statement":[{"Action":["b"]},{"Action":"a"}]}' },
    ],
    [
      "a client's first secret, which rotation has deleted,",
      'aws_cognito_user_pool_client',
      { client_secret: 'hunter22' },
      { client_secret: '' },
    ],
    [
      'the same if AWS omits it',
      'aws_cognito_user_pool_client',
      { client_secret: 'hunter22' },
      { client_secret: null },
    ],
  ])('%s is not drift', (_, type, before, after) => {
    expect(drift(of(type, before, after)).changes).toEqual([]);
  });

  test.each<[string, string, object, object, string]>([
    [
      'MFA',
      pool,
      { mfa_configuration: 'ON' },
      { mfa_configuration: 'OFF' },
      'mfa_configuration was changed outside of Terraform: it was "ON", now "OFF"',
    ],
    [
      'a hook',
      pool,
      { lambda_config: [{ pre_token_generation: 'arn' }] },
      { lambda_config: [] },
      'lambda_config.pre_token_generation was changed outside of Terraform: it was "arn", now not set',
    ],
    [
      'callbacks',
      'aws_cognito_user_pool_client',
      { callback_urls: ['https://a'] },
      { callback_urls: ['https://a', 'https://evil'] },
      'callback_urls was changed outside of Terraform: it was ["https://a"], now ["https://a","https://evil"]',
    ],
    [
      'code',
      'aws_lambda_function',
      { code_sha256: 'x' },
      { code_sha256: 'y' },
      'code_sha256 was changed outside of Terraform: it was "x", now "y"',
    ],
    [
      'a different secret of a client than its original one',
      'aws_cognito_user_pool_client',
      { client_secret: 'hunter22' },
      { client_secret: 'hunter33' },
      'client_secret was changed outside of Terraform',
    ],
    [
      'a secret',
      'aws_cognito_identity_provider',
      { provider_details: { client_secret: 'hunter22' } },
      { provider_details: { client_secret: 'hunter33' } },
      'provider_details.client_secret was changed outside of Terraform',
    ],
  ])('%s is guarded', (_, type, before, after, what) => {
    const { changes } = drift(of(type, before, after));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ section: 'drift', action: 'update' });
    expect(changes[0]?.effects).toEqual([{ id: 'guarded-drift', what, path: expect.any(String) }]);
  });

  // As in a plan that only compares AWS with the state: it lists no resources.
  test.each<[string, string[], number]>([
    ['copies of a table that are resources of the stack are not', ['eu-west-1', 'us-east-1'], 0],
    ['a copy that is not a resource of the stack is', ['eu-west-1'], 1],
  ])('%s', (_, copies, found) => {
    const arn = (region: string) => `arn:aws:dynamodb:${region}:101010101011:table/dev-users`;
    const table = { arn: arn('eu-central-1'), replica: [] };
    const stateResources = copies.map((region) => ({
      address: `aws_dynamodb_table_replica.${region}`,
      type: 'aws_dynamodb_table_replica',
      name: region,
      action: 'none' as const,
      section: 'change' as const,
      before: { arn: arn(region), global_table_arn: table.arn },
      after: { arn: arn(region), global_table_arn: table.arn },
      unknown: {},
      replacedBy: [],
    }));
    const replica = ['eu-west-1', 'us-east-1'].map((region_name) => ({ region_name }));
    const drifted = of('aws_dynamodb_table', table, { ...table, replica });
    const { changes } = model(plan({ resource_drift: [drifted] }), { changed: false, stateResources });
    expect(changes).toHaveLength(found);
  });

  test('a harmless change is shown without an effect', () => {
    const { changes } = drift(of(pool, { tags: {} }, { tags: { by: 'hand' } }));
    expect(changes[0]).toMatchObject({ attributes: [{ path: 'tags.by', after: 'hand' }], effects: [] });
  });

  test('a pool that was deleted by hand', () => {
    const { changes } = drift(resource(pool, { actions: ['delete'], before: there }));
    expect(changes[0]).toMatchObject({
      section: 'drift',
      action: 'delete',
      effects: [{ id: 'guarded-drift' }],
    });
  });

  test('policies on a role: those that the stack itself attaches are not drift, others are', () => {
    const attachment = resource('aws_iam_role_policy_attachment', {
      actions: ['no-op'],
      before: { role: 'deploy', policy_arn: 'arn:ours' },
      after: { role: 'deploy', policy_arn: 'arn:ours' },
    });
    const inline = resource('aws_iam_role_policy', {
      actions: ['no-op'],
      before: { role: 'deploy', name: 'function' },
      after: { role: 'deploy', name: 'function' },
    });
    const role = (after: object) =>
      of(
        'aws_iam_role',
        { name: 'deploy', managed_policy_arns: [], inline_policy: [] },
        { name: 'deploy', managed_policy_arns: [], inline_policy: [], ...after },
      );
    const found = (after: object) =>
      model(plan({ resource_changes: [attachment, inline], resource_drift: [role(after)] }), {
        changed: false,
      }).changes.flatMap(({ effects }) => effects.map(({ path }) => path));
    expect(
      found({ managed_policy_arns: ['arn:ours'], inline_policy: [{ name: 'function', policy: '{}' }] }),
    ).toEqual([]);
    expect(found({ managed_policy_arns: ['arn:ours', 'arn:admin'] })).toEqual(['managed_policy_arns']);
    expect(
      found({
        inline_policy: [
          { name: 'function', policy: '{}' },
          { name: 'evil', policy: '{"a":1}' },
        ],
      }),
    ).toContain('inline_policy[evil].name');
  });
});
