import fc from 'fast-check';
import { effectsOf } from '../../../scripts/review/effects';
import type { Json } from '../../../scripts/review/model';
import { maskerOf } from '../../../scripts/review/secrets/masker';
import { isSecretName, isSecretVariable } from '../../../scripts/review/secrets/names';
import { stackMasker } from '../../../scripts/review/stack-model';
import { model, modelOf, plan, resource, stack } from './plans';

jest.mock('../../../scripts/review/effects');
const rule = effectsOf as jest.MockedFunction<typeof effectsOf>;
beforeEach(() => {
  rule.mockReset().mockReturnValue([]);
});

/** Every text in a value, including names. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' || typeof value === 'number') yield String(value);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      yield name;
      yield* textsIn(member);
    }
}

const leaks = (value: unknown, secret: string) => [...textsIn(value)].filter((text) => text.includes(secret));

/** Where a secret may stand so that it is known to be one: parts of a plan, and of `cdk.tf.json`. */
const sources: Record<string, (secret: string) => { shown?: Record<string, Json>; synthesized?: Json }> = {
  'marked before': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_x', { before: { a: [secret] }, after: {}, before_sensitive: { a: [true] } }),
      ],
    },
  }),
  'marked after': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_x', { before: {}, after: { a: { b: secret } }, after_sensitive: { a: true } }),
      ],
    },
  }),
  'marked in JSON': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_x', { after: { a: JSON.stringify([{ b: secret }]) }, after_sensitive: { a: true } }),
      ],
    },
  }),
  'sensitive in the schema': (secret) => ({
    shown: {
      resource_changes: [resource('aws_cognito_user_pool_client', { before: { client_secret: secret } })],
    },
  }),
  'known by its place': (secret) => ({
    shown: { resource_changes: [resource('random_password', { before: { result: secret } })] },
  }),
  'known by its name': (secret) => ({
    shown: { resource_changes: [resource('aws_x', { before: { block: [{ masterPassword: secret }] } })] },
  }),
  'a provider secret': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_cognito_identity_provider', { after: { provider_details: { client_secret: secret } } }),
      ],
    },
  }),
  'told to a function': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_lambda_invocation', {
          after: { input: JSON.stringify({ details: { client_secret: secret } }) },
        }),
      ],
    },
  }),
  "a function's variable": (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_lambda_function', { after: { environment: [{ variables: { DB_PASS: secret } }] } }),
      ],
    },
  }),
  'in a table': (secret) => ({
    shown: {
      resource_changes: [
        resource('aws_dynamodb_table_item', { after: { item: JSON.stringify({ api_key: { S: secret } }) } }),
      ],
    },
  }),
  'in drift': (secret) => ({
    shown: {
      resource_drift: [
        resource('aws_x', { before: { a: 'x' }, after: { a: secret }, after_sensitive: { a: true } }),
      ],
    },
  }),
  'in a prior state': (secret) => ({
    shown: {
      prior_state: {
        values: {
          root_module: {
            child_modules: [
              { resources: [{ type: 'aws_x', values: { a: secret }, sensitive_values: { a: true } }] },
            ],
          },
        },
      },
    },
  }),
  'in an output of the prior state': (secret) => ({
    shown: { prior_state: { values: { outputs: { a: { sensitive: true, value: { b: secret } } } } } },
  }),
  'in an output that is planned': (secret) => ({
    shown: { planned_values: { outputs: { a: { sensitive: true, value: secret } }, root_module: {} } },
  }),
  'in an output that changes': (secret) => ({
    shown: {
      output_changes: {
        a: { actions: ['update'], before: secret, after: 'x', before_sensitive: true, after_sensitive: true },
      },
    },
  }),
  'in a sensitive variable': (secret) => ({
    shown: {
      variables: { a: { value: secret } },
      configuration: { root_module: { variables: { a: { sensitive: true } } } },
    },
  }),
  'in a variable by its name': (secret) => ({ shown: { variables: { db_password: { value: secret } } } }),
  'in the default of a variable': (secret) => ({
    shown: { configuration: { root_module: { variables: { a: { sensitive: true, default: secret } } } } },
  }),
  'in a constant': (secret) => ({
    shown: {
      configuration: {
        root_module: {
          resources: [{ type: 'aws_x', expressions: { block: [{ password: { constant_value: secret } }] } }],
        },
      },
    },
  }),
  'in a constant of a provider': (secret) => ({
    shown: {
      configuration: {
        root_module: {},
        provider_config: { aws: { expressions: { secret_key: { constant_value: secret } } } },
      },
    },
  }),
  'in what was synthesized': (secret) => ({
    synthesized: { resource: { random_password: { a: { result: secret } } } },
  }),
  'in a variable that was synthesized': (secret) => ({
    synthesized: { variable: { a: { sensitive: true, default: secret } } },
  }),
  'in an output that was synthesized': (secret) => ({
    synthesized: { output: { a: { sensitive: true, value: secret } } },
  }),
  'in a provider that was synthesized': (secret) => ({
    synthesized: { provider: { aws: [{ secret_key: secret }] } },
  }),
};

const document = (secret: string) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Action: secret,
        Resource: `arn:${secret}:x`,
        Condition: { StringEquals: { [secret]: secret } },
      },
    ],
  });

/** Where a secret may be as if it were not one. */
const sinks: Record<
  string,
  (secret: string) => { before?: Json; after?: Json; more?: Record<string, Json> }
> = {
  'a value': (secret) => ({ before: { a: secret }, after: { a: 'x' } }),
  'a part of a longer text': (secret) => ({ before: { a: 'x' }, after: { a: `x${secret}${secret}y` } }),
  'a list': (secret) => ({ before: { a: ['x', secret] }, after: { a: ['x'] } }),
  'a name': (secret) => ({ before: {}, after: { tags: { [secret]: 'x' } } }),
  'JSON in a text': (secret) => ({
    before: { a: JSON.stringify({ b: `x ${secret}` }) },
    after: { a: JSON.stringify({ b: 'x' }) },
  }),
  'JSON in JSON': (secret) => ({ after: { a: JSON.stringify({ b: JSON.stringify({ c: secret }) }) } }),
  'JSON in JSON in a text': (secret) => ({
    after: { a: `x ${JSON.stringify(JSON.stringify({ c: secret }))}` },
  }),
  "a text of Terraform's jsonencode": (secret) => ({
    after: {
      a: `x ${JSON.stringify({ c: secret }).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)}`,
    },
  }),
  'a policy': (secret) => ({ before: { policy: document('x') }, after: { policy: document(secret) } }),
  'a URL': (secret) => ({ after: { a: `https://x/?q=${encodeURIComponent(secret)}` } }),
  'an address': (secret) => ({
    before: { a: 'x' },
    after: { a: 'y' },
    more: { address: `aws_x.one["${secret}"]`, previous_address: `aws_x.two["${secret}"]` },
  }),
  'an id': (secret) => ({ before: { id: `x/${secret}` }, after: { id: `x/${secret}`, a: 'x' } }),
  'a set of blocks': (secret) => ({
    before: { schema: [] },
    after: { schema: [{ name: secret }, { name: 'x' }] },
  }),
};

/** With characters that JSON and URLs write differently. */
const secrets = fc
  .tuple(fc.string({ unit: 'binary' }), fc.constantFrom('"', '<&>', '\\', '\n', 'ü', '%', '${', ' ', ''))
  .map(([text, special]) => `pl4nted${special}${text.replace(/[\ud800-\udfff]/g, '')}0`);

/** The model of a plan with a secret that one place declares and others leak. */
function modelWith(secret: string, known: readonly string[], slips: readonly string[]) {
  const told = known.map((name) => sources[name]?.(secret) ?? {});
  const lists = (key: string) => told.flatMap(({ shown }) => (shown?.[key] as Json[] | undefined) ?? []);
  const shown = plan({
    ...Object.assign({}, ...told.map(({ shown }) => shown)),
    resource_changes: [
      ...lists('resource_changes'),
      ...slips.map((name, index) => {
        const { before = {}, after = {}, more = {} } = sinks[name]?.(secret) ?? {};
        return resource('aws_cognito_user_pool', { before, after }, { address: `${name} ${index}`, ...more });
      }),
    ],
    resource_drift: [
      ...lists('resource_drift'),
      ...slips.map((name) => {
        const { before = {}, after = {}, more = {} } = sinks[name]?.(secret) ?? {};
        return resource(
          'aws_cognito_user_pool',
          { before, after: { ...(after as object), mfa_configuration: secret } },
          more,
        );
      }),
    ],
  });
  return model(shown, {
    synthesized: Object.assign({}, ...told.map(({ synthesized }) => synthesized)),
    hidden: [
      {
        address: `x ${secret}`,
        type: 'aws_x',
        action: 'update',
        section: 'hidden',
        attributes: [{ path: secret, before: secret }],
        effects: [{ id: 'hook-removed', what: `was ${secret}` }],
      },
    ],
  });
}

describe('no model contains a secret', () => {
  test.each(Object.keys(sources))('known because it is %s', (source) => {
    const planted = 'pl4nted"<&\\ü 0';
    const found = modelWith(planted, [source], Object.keys(sinks));
    expect(leaks(found, planted)).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('pl4nted');
    expect(found.changes.length).toBeGreaterThan(Object.keys(sinks).length);
  });

  test('whatever its characters, wherever it is known from, and wherever it appears', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.subarray(Object.keys(sources), { minLength: 1, maxLength: 3 }),
        fc.subarray(Object.keys(sinks), { minLength: 1 }),
        (secret, known, slips) => {
          rule.mockImplementation(({ before }) => [
            { id: 'mfa-lowered', what: `was ${JSON.stringify(before)}`, path: secret },
          ]);
          expect(leaks(modelWith(secret, known, slips), secret)).toEqual([]);
        },
      ),
    );
  });

  test('nor in an error of a rule', () => {
    rule.mockImplementation(() => {
      throw new Error('cannot read pl4nted-secret');
    });
    const shown = resource('aws_cognito_user_pool_client', { before: { client_secret: 'pl4nted-secret' } });
    expect(() => modelOf(shown)).toThrow(/cannot read \*\*\*/);
    try {
      modelOf(shown);
    } catch (error) {
      expect((error as Error).cause).toBeUndefined();
      expect(String((error as Error).stack)).not.toContain('pl4nted');
    }
  });
});

test('rules are applied to every managed resource that changes, with the whole stack, but not to data sources', () => {
  const there = { before: { a: 'x' }, after: { a: 'x' } };
  modelOf(
    resource('aws_x', { before: { a: 'x' }, after: { a: 'y' } }, { address: 'changes' }),
    resource('aws_x', { ...there, actions: ['no-op'] }, { address: 'stays' }),
    resource('aws_x', { actions: ['read'], after: {} }, { address: 'data.read', mode: 'data' }),
  );
  expect(rule.mock.calls.map(([{ address }]) => address)).toEqual(['changes']);
  expect(rule.mock.calls[0]?.[1].resources.map(({ address }) => address)).toEqual(['changes', 'stays']);
});

describe('a secret attribute', () => {
  const attributes = (type: string, before: object, after: object, more: object = {}) =>
    modelOf(resource(type, { before, after, ...more })).changes[0]?.attributes;

  test.each<[string, string, object, object, object, string]>([
    ['marked before', 'aws_x', { a: 'x' }, { a: 'y' }, { before_sensitive: { a: true } }, 'a'],
    ['marked after', 'aws_x', { a: 'x' }, { a: 'y' }, { after_sensitive: { a: true } }, 'a'],
    [
      'marked in a list',
      'aws_x',
      { a: ['x', 'y'] },
      { a: ['x', 'z'] },
      { after_sensitive: { a: [false, true] } },
      'a',
    ],
    [
      'marked in a set of blocks',
      'aws_s3_bucket',
      { grant: [{ a: 1 }, { a: 2 }] },
      { grant: [{ a: 2 }, { a: 3 }] },
      { after_sensitive: { grant: [{}, { a: true }] } },
      'grant',
    ],
    [
      'marked as a whole',
      'aws_x',
      { a: { b: 'x' } },
      { a: { b: 'y' } },
      { after_sensitive: { a: true } },
      'a',
    ],
    [
      'of the schema',
      'aws_sesv2_email_identity',
      { dkim_signing_attributes: [{ domain_signing_private_key: 'x' }] },
      { dkim_signing_attributes: [{ domain_signing_private_key: 'y' }] },
      {},
      'dkim_signing_attributes.domain_signing_private_key',
    ],
    [
      'of our own list',
      'aws_cognito_identity_provider',
      { provider_details: { private_key: 'x' } },
      { provider_details: { private_key: 'y' } },
      {},
      'provider_details.private_key',
    ],
    ['a function’s input', 'aws_lambda_invocation', { input: '{"a":1}' }, { input: '{"a":2}' }, {}, 'input'],
    [
      'by name',
      'aws_x',
      { block: [{ password: 'x' }] },
      { block: [{ password: 'y' }] },
      {},
      'block.password',
    ],
    [
      'by name, in a document',
      'aws_dynamodb_table_item',
      { item: '{"token":{"S":"x"}}' },
      { item: '{"token":{"S":"y"}}' },
      {},
      'item.token',
    ],
    [
      'of a function',
      'aws_lambda_function',
      { environment: [{ variables: { DB_PASS: 'x' } }] },
      { environment: [{ variables: { DB_PASS: 'y' } }] },
      {},
      'environment.variables.DB_PASS',
    ],
    ['that comes', 'aws_x', {}, { password: 'y' }, {}, 'password'],
    ['that is removed', 'aws_x', { password: 'x' }, {}, {}, 'password'],
  ])('%s: only that it differs', (_, type, before, after, more, path) => {
    expect(attributes(type, before, after, more)).toEqual([{ path, secret: true }]);
    expect(attributes(type, after, after, more)).toEqual([]);
  });

  test('and unknown', () => {
    const more = { after_unknown: { client_secret: true } };
    expect(attributes('aws_cognito_user_pool_client', { client_secret: 'x' }, {}, more)).toEqual([
      { path: 'client_secret', unknown: true, secret: true },
    ]);
  });

  test('with no other difference', () => {
    const secrets = { before_sensitive: { a: true }, after_sensitive: { a: true } };
    const before = { a: 'pl4nted1', b: 'x pl4nted1' };
    const after = { a: 'pl4nted2', b: 'x pl4nted2' };
    expect(attributes('aws_x', before, after, secrets)).toEqual([
      { path: 'a', secret: true },
      { path: 'b', secret: true },
    ]);
  });
});

describe('what is not secret stays readable', () => {
  test.each(['token_validity_units', 'x'])('units of a token in %s', (block) => {
    const side = (unit: string) => ({ [block]: [{ access_token: unit }], note: `in ${unit}` });
    const { changes } = modelOf(
      resource('aws_cognito_user_pool_client', { before: side('minutes'), after: side('seconds') }),
    );
    expect(changes[0]?.attributes[0]?.after).toBe(block === 'x' ? undefined : 'in seconds');
  });

  test('a name of the stack, even if it is marked', () => {
    const marked = {
      before: { a: stack.region, b: 'x' },
      after: { a: stack.region, b: `in ${stack.region}` },
      after_sensitive: { a: true },
    };
    expect(modelOf(resource('aws_x', marked)).changes[0]?.attributes).toEqual([
      { path: 'b', before: 'x', after: `in ${stack.region}` },
    ]);
  });

  test('a short secret outside its attribute', () => {
    const marked = {
      before: { a: 'x', b: 'x' },
      after: { a: 'abcde', b: 'abcdefg' },
      after_sensitive: { a: true },
    };
    expect(modelOf(resource('aws_x', marked)).changes[0]?.attributes).toEqual([
      { path: 'a', secret: true },
      { path: 'b', before: 'x', after: 'abcdefg' },
    ]);
  });
});

describe('a masker', () => {
  test.each<[string, string[], string, string]>([
    ['all of a text', ['hunter22'], 'hunter22', '***'],
    ['more than once', ['hunter22'], 'a hunter22, hunter22!', 'a ***, ***!'],
    ['one in the other', ['hunter22', 'hunter22-and-more'], 'a hunter22-and-more', 'a ***'],
    ['one into the other', ['abcdefgh', 'efghijkl'], '-abcdefghijkl-', '-***-'],
    ['a secret that repeats', ['aaaaaa'], 'aaaaaaaaab', '***b'],
    ['with spaces around it', [' hunter22\n'], 'a:hunter22', 'a:***'],
    ['nothing', [], 'hunter22', 'hunter22'],
  ])('hides %s', (_, known, text, masked) => {
    expect(maskerOf(known).text(text)).toBe(masked);
  });

  test('hides names, numbers and nested values', () => {
    expect(maskerOf(['12345678']).json({ a: [12345678, 1], x12345678: { b: null } })).toEqual({
      a: ['***', 1],
      'x***': { b: null },
    });
  });

  test('is made from the synthesized files alone if there is no plan', () => {
    const synthesized = { variable: { a: { sensitive: true, default: 'pl4nted-secret' } } };
    expect(stackMasker(stack, { synthesized }).text('bad pl4nted-secret')).toBe('bad ***');
  });

  test('hides by format, whatever its name', () => {
    const key = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----';
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln';
    const shown = { a: key, b: token, c: 'postgres://app:s3cr3t-pw@db/x', d: JSON.stringify({ e: key }) };
    const { text } = stackMasker(stack, { synthesized: { resource: { aws_x: { one: shown } } } });
    expect(text(`${key} ${token} s3cr3t-pw ${JSON.stringify(key)}`)).toBe('*** *** *** "***"');
  });
});

test.each([
  ['client_secret', true],
  ['clientSecret', true],
  ['DATABASE_PASSWORD', true],
  ['secret_string', true],
  ['private_key', true],
  ['access_token', true],
  ['secretKeys', false],
  ['generate_secret_arn', false],
  ['password_policy', false],
  ['temporary_password_validity_days', false],
  ['hash_key', false],
  ['pre_token_generation', false],
])('%s names a secret: %s', (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});

test.each([
  ['DB_PASS', true],
  ['SIGNING_KEY', true],
  ['API_TOKEN_V2', true],
  ['OKTA_CREDENTIALS_JSON', true],
  ['DATABASE_SECRET_ARN', false],
  ['TOKEN_SECONDS', false],
  ['KEY_ID', false],
  ['SERVICES_TABLE', false],
  ['MONKEY', false],
])('a variable %s is a secret: %s', (name, expected) => {
  expect(isSecretVariable(name)).toBe(expected);
});
