import { modelOf, resource } from './plans';

/** Attributes that a reader sees for an update. */
const told = (type: string, before: object, after: object, more: object = {}) =>
  modelOf(resource(type, { before, after, ...more })).changes[0]?.attributes;

const pool = 'aws_cognito_user_pool';
const client = 'aws_cognito_user_pool_client';
const block = (name: string, mutable = true) => ({
  name,
  mutable,
  string_attribute_constraints: [{ max_length: '64' }],
});

describe('paths', () => {
  test.each<[string, string, object, object, object[]]>([
    ['a plain attribute', pool, { name: 'a' }, { name: 'b' }, [{ path: 'name', before: 'a', after: 'b' }]],
    ['one that was not set', pool, { name: null }, { name: 'b' }, [{ path: 'name', after: 'b' }]],
    ['one that is not set any more', pool, { name: 'a' }, {}, [{ path: 'name', before: 'a' }]],
    ['false is set', pool, { x: null }, { x: false }, [{ path: 'x', after: false }]],
    ['0 is set', pool, { x: 0 }, { x: null }, [{ path: 'x', before: 0 }]],
    [
      'a block that is there once has no index',
      pool,
      { password_policy: [{ minimum_length: 8 }] },
      { password_policy: [{ minimum_length: 12 }] },
      [{ path: 'password_policy.minimum_length', before: 8, after: 12 }],
    ],
    [
      'a block that comes',
      pool,
      { password_policy: [] },
      { password_policy: [{ minimum_length: 12, require_numbers: null }] },
      [{ path: 'password_policy.minimum_length', after: 12 }],
    ],
    [
      'a block that is removed',
      pool,
      { software_token_mfa_configuration: [{ enabled: true }] },
      { software_token_mfa_configuration: [] },
      [{ path: 'software_token_mfa_configuration.enabled', before: true }],
    ],
    [
      'a block with nothing in it',
      'aws_x',
      { filter: [] },
      { filter: [{}] },
      [{ path: 'filter', after: {} }],
    ],
    [
      'a list with an order, of blocks',
      'aws_x',
      { rule: [{ a: 1 }, { a: 2 }] },
      { rule: [{ a: 2 }, { a: 1 }] },
      [
        { path: 'rule[0].a', before: 1, after: 2 },
        { path: 'rule[1].a', before: 2, after: 1 },
      ],
    ],
    [
      'a list with an order, of texts',
      'aws_lambda_function',
      { layers: ['a', 'b'] },
      { layers: ['b', 'a'] },
      [{ path: 'layers', before: ['a', 'b'], after: ['b', 'a'] }],
    ],
    [
      'one more of a block',
      'aws_x',
      { rule: [{ a: 1 }] },
      { rule: [{ a: 1 }, { a: 2 }] },
      [{ path: 'rule[1].a', after: 2 }],
    ],
    [
      'another one in a set of blocks is identified by its name',
      pool,
      { schema: [block('z')] },
      { schema: [block('a'), block('z')] },
      [
        { path: 'schema[a].mutable', after: true },
        { path: 'schema[a].name', after: 'a' },
        { path: 'schema[a].string_attribute_constraints.max_length', after: '64' },
      ],
    ],
    [
      'a block in a set is identified by its name',
      pool,
      { schema: [block('a'), block('z')] },
      { schema: [block('z', false), block('a')] },
      [{ path: 'schema[z].mutable', before: true, after: false }],
    ],
    [
      'a set of texts is shown in one order',
      client,
      { callback_urls: ['b', 'a'] },
      { callback_urls: ['c', 'a'] },
      [{ path: 'callback_urls', before: ['a', 'b'], after: ['a', 'c'] }],
    ],
    [
      'blocks that cannot be told apart',
      'aws_s3_bucket',
      { grant: [{ id: 1 }, { id: 2 }] },
      { grant: [{ id: 2 }, { id: 3 }] },
      [{ path: 'grant', before: [{ id: 1 }], after: [{ id: 3 }] }],
    ],
    [
      'two blocks of one name',
      pool,
      { schema: [block('a'), block('a', false)] },
      { schema: [block('a'), block('b')] },
      [{ path: 'schema', before: [block('a', false)], after: [block('b')] }],
    ],
    [
      'a member of a map',
      client,
      { tags: { a: 'x', b: 'y' } },
      { tags: { a: 'z', b: 'y' } },
      [{ path: 'tags.a', before: 'x', after: 'z' }],
    ],
    [
      'names that JavaScript knows',
      client,
      { tags: {} },
      { tags: JSON.parse('{"constructor":"x","__proto__":"y"}') },
      [
        { path: 'tags.__proto__', after: 'y' },
        { path: 'tags.constructor', after: 'x' },
      ],
    ],
  ])('%s', (_, type, before, after, expected) => {
    expect(told(type, before, after)).toEqual(expected);
  });
});

describe('what is not a change', () => {
  const statement = (more: object) => JSON.stringify({ Version: '2012-10-17', Statement: [more] });
  const base = {
    Effect: 'Allow',
    Action: ['a:x', 'a:y'],
    Resource: ['r', 's'],
    Principal: { AWS: ['1', '2'] },
  };
  test.each<[string, string, object, object]>([
    ['a set in another order', client, { callback_urls: ['a', 'b'] }, { callback_urls: ['b', 'a'] }],
    [
      'a set of blocks in another order',
      pool,
      { schema: [block('a'), block('z')] },
      { schema: [block('z'), block('a')] },
    ],
    ['nothing in two ways', pool, { lambda_config: [], tags: {}, name: '' }, { lambda_config: null }],
    [
      'keys in another order',
      'aws_iam_role_policy',
      { policy: '{"Version":"x","Statement":[{"Effect":"Allow","Action":"a"}]}' },
      { policy: '{ "Statement": [{"Action": "a", "Effect": "Allow"}], "Version": "x" }' },
    ],
    [
      'actions in another order',
      'aws_iam_role_policy',
      { policy: statement(base) },
      { policy: statement({ ...base, Action: ['a:y', 'a:x'] }) },
    ],
    [
      'resources and principals in another order',
      'aws_kms_key',
      { policy: statement(base) },
      { policy: statement({ ...base, Resource: ['s', 'r'], Principal: { AWS: ['2', '1'] } }) },
    ],
    [
      'one action instead of a list of one',
      'aws_s3_bucket_policy',
      { policy: statement({ ...base, Action: 'a:x' }) },
      { policy: statement({ ...base, Action: ['a:x'] }) },
    ],
    [
      'an action twice',
      'aws_iam_policy',
      { policy: statement(base) },
      { policy: statement({ ...base, Action: ['a:x', 'a:y', 'a:x'] }) },
    ],
    [
      'one statement instead of a list of one',
      'aws_iam_policy',
      { policy: JSON.stringify({ Statement: base }) },
      { policy: JSON.stringify({ Statement: [base] }) },
    ],
    [
      'conditions as texts and lists',
      'aws_iam_role',
      { assume_role_policy: statement({ ...base, Condition: { Bool: { mfa: true } } }) },
      { assume_role_policy: statement({ ...base, Condition: { Bool: { mfa: ['true'] } } }) },
    ],
    [
      'statements in another order',
      'aws_iam_policy',
      { policy: JSON.stringify({ Statement: [base, { ...base, Effect: 'Deny' }] }) },
      { policy: JSON.stringify({ Statement: [{ ...base, Effect: 'Deny' }, base] }) },
    ],
    [
      'a policy in Cedar with other spaces, comments and annotations',
      'aws_verifiedpermissions_policy',
      { definition: [{ static: [{ statement: 'permit (principal, action, resource);' }] }] },
      { definition: [{ static: [{ statement: '// why\n@id("x")\npermit(principal,action,resource);' }] }] },
    ],
    [
      'a template in Cedar with other spaces',
      'aws_verifiedpermissions_policy_template',
      { statement: 'permit (principal == ?principal, action, resource);' },
      { statement: 'permit(principal==?principal,action,resource);' },
    ],
    [
      'a Cedar schema in another order',
      'aws_verifiedpermissions_schema',
      {
        definition: [
          { value: '{"N":{"entityTypes":{},"actions":{"a":{"appliesTo":{"principalTypes":["A","B"]}}}}}' },
        ],
      },
      {
        definition: [
          { value: '{"N":{"actions":{"a":{"appliesTo":{"principalTypes":["B","A"]}}},"entityTypes":{}}}' },
        ],
      },
    ],
    [
      "a set of DynamoDB's in another order",
      'aws_dynamodb_table_item',
      { item: '{"ops":{"SS":["a","b"]}}' },
      { item: '{"ops":{"SS":["b","a"]}}' },
    ],
  ])('%s', (_, type, before, after) => {
    const { changes } = modelOf(resource(type, { before, after }));
    expect(changes).toMatchObject([{ action: 'update', section: 'change', attributes: [] }]);
  });
});

describe('what is a change to a policy', () => {
  const policy = (...statements: object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const base = { Effect: 'Allow', Action: ['a:x'], Resource: ['*'] };

  test.each<[string, object]>([
    ['an action', { ...base, Action: ['a:x', 'a:y'] }],
    ['an effect', { ...base, Effect: 'Deny' }],
    ['a resource', { ...base, Resource: ['r'] }],
    ['a condition', { ...base, Condition: { Bool: { mfa: ['true'] } } }],
    ['Action and NotAction', { Effect: 'Allow', NotAction: ['a:x'], Resource: ['*'] }],
    ['a Sid', { ...base, Sid: 'x' }],
  ])('%s', (_, other) => {
    expect(told('aws_iam_policy', { policy: policy(base) }, { policy: policy(other) })).toEqual([
      { path: 'policy', before: JSON.parse(policy(base)), after: JSON.parse(policy(other)) },
    ]);
  });

  test('a policy is shown as an object, in one order', () => {
    const after = policy({ Resource: '*', Action: ['b', 'a'], Effect: 'Allow' });
    expect(told('aws_iam_policy', { policy: null }, { policy: after })).toEqual([
      {
        path: 'policy',
        after: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['a', 'b'], Resource: ['*'] }],
        },
      },
    ]);
  });

  test('a policy that is no longer JSON', () => {
    expect(told('aws_iam_policy', { policy: policy(base) }, { policy: '{' })).toEqual([
      { path: 'policy', before: JSON.parse(policy(base)), after: '{' },
    ]);
  });

  test('a Cedar statement, and one that does not parse', () => {
    const statement = (text: string) => ({ definition: [{ static: [{ statement: text }] }] });
    const type = 'aws_verifiedpermissions_policy';
    const path = 'definition.static.statement';
    const [before, after] = [
      'permit (principal, action, resource);',
      'forbid (principal, action, resource);',
    ];
    expect(told(type, statement(before), statement(after))).toEqual([{ path, before, after }]);
    expect(told(type, statement('permit'), statement('permit '))).toEqual([
      { path, before: 'permit', after: 'permit ' },
    ]);
  });

  test('any other document: the members that differ', () => {
    const item = (ops: string[]) => ({ item: JSON.stringify({ id: { S: 'x' }, ops: { SS: ops } }) });
    expect(told('aws_dynamodb_table_item', item(['a']), item(['b', 'a']))).toEqual([
      { path: 'item.ops.SS', before: ['a'], after: ['a', 'b'] },
    ]);
  });
});

describe('what is unknown', () => {
  test.each<[string, object, object, object, object[]]>([
    ['an attribute', { arn: 'x' }, {}, { arn: true }, [{ path: 'arn', before: 'x', unknown: true }]],
    [
      'a block',
      { lambda_config: [{ a: 'x' }] },
      {},
      { lambda_config: true },
      [{ path: 'lambda_config', before: [{ a: 'x' }], unknown: true }],
    ],
    [
      'an attribute of a block',
      { lambda_config: [{ a: 'x', b: 'y' }] },
      { lambda_config: [{ b: 'y' }] },
      { lambda_config: [{ a: true }] },
      [{ path: 'lambda_config.a', before: 'x', unknown: true }],
    ],
    [
      'one of a list',
      { alias_attributes: ['x'] },
      { alias_attributes: ['x', null] },
      { alias_attributes: [false, true] },
      [{ path: 'alias_attributes', before: ['x'], unknown: true }],
    ],
    ['nothing', { arn: 'x' }, { arn: 'x' }, { arn: false, tags: {} }, []],
    ['what changes by itself', { last_modified_date: 'x' }, {}, { last_modified_date: true }, []],
  ])('%s', (_, before, after, after_unknown, expected) => {
    expect(told(pool, before, after, { after_unknown })).toEqual(expected);
  });
});

describe('what replaces', () => {
  test.each<[string, unknown[], string[]]>([
    ['an attribute', ['name'], ['name']],
    ['a block', ['username_configuration'], ['username_configuration.case_sensitive']],
    [
      'an attribute of a block',
      ['username_configuration', 0, 'case_sensitive'],
      ['username_configuration.case_sensitive'],
    ],
    ['a set', ['schema'], ['schema[a].mutable']],
    [
      'an element of a set, which is named by its value',
      ['schema', { name: 'a' }, 'mutable'],
      ['schema[a].mutable'],
    ],
  ])('%s', (_, path, expected) => {
    const before = {
      name: 'a',
      username_configuration: [{ case_sensitive: true }],
      schema: [block('a'), block('b')],
    };
    const after = {
      name: 'b',
      username_configuration: [{ case_sensitive: false }],
      schema: [block('a', false), block('b')],
    };
    const { changes } = modelOf(
      resource(pool, { actions: ['delete', 'create'], before, after, replace_paths: [path] }),
    );
    expect(changes[0]?.attributes.filter(({ replaces }) => replaces).map(({ path }) => path)).toEqual(
      expected,
    );
    expect(changes[0]?.attributes).toHaveLength(3);
  });
});

test('a tag is reported once, and so is one that comes only from the provider', () => {
  const before = { tags: { a: 'x' }, tags_all: { a: 'x', stack: 'one' } };
  const after = { tags: { a: 'y' }, tags_all: { a: 'y', stack: 'two' } };
  expect(told(pool, before, after)).toEqual([
    { path: 'tags.a', before: 'x', after: 'y' },
    { path: 'tags_all.stack', before: 'one', after: 'two' },
  ]);
});
