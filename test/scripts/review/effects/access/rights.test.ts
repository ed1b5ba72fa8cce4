import type { Json } from '../../../../../scripts/review/model';
import { account, document, resource, saidIn, unchanged } from './plan';

const allow = (Action: Json, Resource: Json = '*'): Json => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: Json, Resource: Json = '*'): Json => ({ Effect: 'Deny', Action, Resource });

const roleAttributes = {
  name: 'app',
  assume_role_policy: document(),
  permissions_boundary: 'arn:b',
  arn: 'arn:app',
};
const role = unchanged('aws_iam_role.app', roleAttributes);
const newRole = resource('aws_iam_role.app', { after: roleAttributes });
const goneRole = resource('aws_iam_role.app', { before: roleAttributes });

const inline = (name: string, before?: Json[], after?: Json[], of = 'app') =>
  resource(`aws_iam_role_policy.${name}`, {
    ...(before && { before: { role: of, name, policy: document(...before) } }),
    ...(after && { after: { role: of, name, policy: document(...after) } }),
  });

describe('rights of a role', () => {
  test('an inline policy grows', () => {
    const change = inline('rights', [allow('a:B')], [allow(['a:B', 'a:C'])]);
    expect(saidIn([role, change])).toEqual(['iam-grows: newly allowed: a:C on *']);
  });

  test('an additional policy is growth for an existing role', () => {
    expect(saidIn([role, inline('more', undefined, [allow('a:B', 'arn:aws:a:::x')])])).toEqual([
      'iam-grows: newly allowed: a:B on arn:aws:a:::x',
    ]);
  });

  test('a role that is not in the plan is assumed to exist', () => {
    expect(saidIn([inline('more', undefined, [allow('a:B', 'arn:aws:a:::x')])])).toHaveLength(1);
  });

  test.each<[string, Json[], string[]]>([
    ['rights on one thing', [allow('dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${account}:table/t`)], []],
    ['looking everywhere', [allow(['ec2:DescribeSubnets', 'logs:List*'])], []],
    ['traces, which belong to no resource', [allow(['xray:PutTraceSegments'])], []],
    ['a Deny of everything', [deny('*')], []],
    ['every action', [allow('*', 'arn:aws:s3:::b')], ['* on arn:aws:s3:::b']],
    ['every action of a service', [allow('s3:*', 'arn:aws:s3:::b')], ['s3:* on arn:aws:s3:::b']],
    ['every resource', [allow('cognito-idp:AdminGetUser')], ['cognito-idp:AdminGetUser on *']],
    [
      'all roles of the account',
      [allow('iam:PassRole', `arn:aws:iam::${account}:role/*`)],
      [`iam:PassRole on arn:aws:iam::${account}:role/*`],
    ],
    [
      'a resource of another account',
      [allow('sts:AssumeRole', 'arn:aws:iam::222222222222:role/x')],
      ['sts:AssumeRole on arn:aws:iam::222222222222:role/x'],
    ],
    [
      'all but some actions',
      [{ Effect: 'Allow', NotAction: 'iam:GetRole', Resource: 'arn:aws:s3:::b' }],
      ['everything except iam:GetRole on arn:aws:s3:::b'],
    ],
  ])('a new role with %s', (_, statements, said) => {
    expect(saidIn([newRole, inline('rights', undefined, statements)])).toEqual(
      said.map((text) => `iam-grows: newly allowed: ${text}`),
    );
  });

  test('what moves from one policy to another is not growth', () => {
    const changes = [
      role,
      inline('one', [allow('a:B'), deny('a:X')], [allow('c:D')]),
      inline('two', [allow('c:D')], [allow('a:B'), deny('a:X')]),
    ];
    expect(saidIn(changes)).toEqual([]);
  });

  test('a removed policy takes its Deny with it', () => {
    const rest = unchanged('aws_iam_role_policy.rest', {
      role: 'app',
      name: 'rest',
      policy: document(allow('a:*')),
    });
    const gone = inline('guard', [deny(['a:B', 'z:Z'])]);
    expect(saidIn([role, rest, gone])).toEqual(['iam-grows: no longer denied: a:B on *']);
    expect(saidIn([goneRole, inline('rest', [allow('a:*')]), gone])).toEqual([]);
  });

  test('for a pipeline role, every Deny counts', () => {
    const pipeline = unchanged('aws_iam_role.deploy', {
      name: 'dev-fleet-deploy',
      assume_role_policy: document(),
    });
    expect(
      saidIn([pipeline, inline('guard', [deny('kms:PutKeyPolicy')], undefined, 'dev-fleet-deploy')]),
    ).toEqual(['iam-grows: no longer denied: kms:PutKeyPolicy on *']);
  });

  test('if the role is removed, so is its Deny, even for a pipeline role', () => {
    const gone = resource('aws_iam_role.deploy', { before: { name: 'dev-fleet-deploy' } });
    expect(
      saidIn([gone, inline('guard', [deny('kms:PutKeyPolicy')], undefined, 'dev-fleet-deploy')]),
    ).toEqual([]);
  });

  test('a policy that is known only after apply counts, unless it was synthesized and can be read', () => {
    const given = { after: { role: 'app', name: 'p' }, unknown: { policy: true } };
    expect(saidIn([newRole, resource('aws_iam_role_policy.p', given)])).toEqual([
      'iam-grows: the policy is known only once it is applied',
    ]);
    const readable = {
      ...given,
      configured: {
        policy: document(allow('cognito-idp:AdminGetUser', ['$', '{aws_cognito_user_pool.a.arn}'].join(''))),
      },
    };
    expect(saidIn([newRole, resource('aws_iam_role_policy.p', readable)])).toEqual([]);
    expect(saidIn([role, resource('aws_iam_role_policy.p', readable)])).toHaveLength(1);
    const broad = { ...given, configured: { policy: document(allow('s3:*')) } };
    expect(saidIn([newRole, resource('aws_iam_role_policy.p', broad)])).toEqual([
      'iam-grows: newly allowed: s3:* on *',
    ]);
  });

  test('a policy that cannot be read counts', () => {
    const change = resource('aws_iam_role_policy.p', {
      before: { role: 'app', name: 'p', policy: '{' },
      after: { role: 'app', name: 'p', policy: '[]' },
    });
    expect(saidIn([role, change])).toEqual(['iam-grows: the policy cannot be read: it has no Statement']);
  });

  test('by hand', () => {
    const change = {
      ...inline('rights', [allow('a:B'), deny('c:D')], [allow(['a:B', 'a:C'])]),
      section: 'drift',
    } as const;
    expect(saidIn([role, change])).toEqual([
      'iam-grows: newly allowed: a:C on *; no longer denied: c:D on *',
    ]);
  });
});

describe('managed policies', () => {
  const policy = (before: Json[] | undefined, after: Json[] | undefined, arn = 'arn:p') =>
    resource('aws_iam_policy.p', {
      ...(before && { before: { arn, policy: document(...before) } }),
      ...(after && { after: { arn, policy: document(...after) } }),
    });
  const attached = unchanged('aws_iam_role_policy_attachment.p', { role: 'app', policy_arn: 'arn:p' });
  const attaching = (policy_arn: string) =>
    resource('aws_iam_role_policy_attachment.new', { after: { role: 'app', policy_arn } });

  test('grow for everyone they are attached to', () => {
    const other = unchanged('aws_iam_role_policy.o', {
      role: 'app',
      name: 'o',
      policy: document(allow('a:C')),
    });
    const change = policy([allow('a:B')], [allow(['a:B', 'a:C'])]);
    expect(saidIn([role, attached, change])).toEqual(['iam-grows: newly allowed: a:C on *']);
    expect(saidIn([role, attached, other, change])).toEqual([]);
  });

  test('grow by themselves if attached to no one in the plan, or as a boundary', () => {
    const change = policy([allow('a:B'), deny('x:Y')], [allow(['a:B', 'a:C'])]);
    const said = ['iam-grows: newly allowed: a:C on *; no longer denied: x:Y on *'];
    expect(saidIn([change])).toEqual(said);
    const other = unchanged('aws_iam_role_policy.o', {
      role: 'app',
      name: 'o',
      policy: document(allow('a:C')),
    });
    const bounded = unchanged('aws_iam_role.app', { ...roleAttributes, permissions_boundary: 'arn:p' });
    expect(saidIn([bounded, attached, other, change])).toEqual(said);
  });

  test('attached to an existing role', () => {
    const there = unchanged('aws_iam_policy.p', { arn: 'arn:p', policy: document(allow('a:B')) });
    expect(saidIn([role, there, attaching('arn:p')])).toEqual(['iam-grows: newly allowed: a:B on *']);
    expect(saidIn([role, attaching('arn:aws:iam::aws:policy/AdministratorAccess')])).toEqual([
      'iam-grows: everything in arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
    expect(saidIn([newRole, attaching('arn:aws:iam::aws:policy/AdministratorAccess')])).toHaveLength(1);
  });

  test('created and attached in one plan', () => {
    const made = resource('aws_iam_policy.p', {
      after: { policy: document(allow('a:B', 'arn:aws:a:::x')) },
      unknown: { arn: true },
    });
    const attachment = resource('aws_iam_role_policy_attachment.p', {
      after: { role: 'app' },
      unknown: { policy_arn: true },
    });
    expect(saidIn([role, made, attachment])).toEqual(['iam-grows: newly allowed: a:B on arn:aws:a:::x']);
    expect(saidIn([newRole, made, attachment])).toEqual([]);
  });

  test('detached, its Deny is gone', () => {
    const there = unchanged('aws_iam_policy.p', { arn: 'arn:p', policy: document(deny('a:B')) });
    const rights = unchanged('aws_iam_role_policy.o', {
      role: 'app',
      name: 'o',
      policy: document(allow('a:*')),
    });
    const gone = resource('aws_iam_role_policy_attachment.p', {
      before: { role: 'app', policy_arn: 'arn:p' },
    });
    expect(saidIn([role, there, rights, gone])).toEqual(['iam-grows: no longer denied: a:B on *']);
  });
});

test('what is written into the role itself counts, but not what AWS lists there from other resources', () => {
  const block = (name: string, ...statements: Json[]) => ({ name, policy: document(...statements) });
  const change = (before: Json, after: Json) =>
    resource('aws_iam_role.app', {
      before: { ...roleAttributes, inline_policy: before },
      after: { ...roleAttributes, inline_policy: after },
    });
  expect(saidIn([change([block('x', allow('a:B'))], [block('x', allow(['a:B', 'a:C']))])])).toEqual([
    'iam-grows: newly allowed: a:C on *',
  ]);
  const listed = inline('rights', undefined, [allow('a:B', 'arn:aws:a:::x')]);
  expect(
    saidIn([change([], [block('rights', allow('a:B', 'arn:aws:a:::x'))]), { ...listed, action: 'none' }]),
  ).toEqual([]);
});

test('types unknown here are not ignored', () => {
  expect(saidIn([resource('aws_iam_access_key.k', { after: { user: 'x' } })])).toEqual([
    'iam-grows: aws_iam_access_key can give rights that nobody can tell here',
  ]);
});

describe('a function', () => {
  const otherRole = unchanged('aws_iam_role.other', { ...roleAttributes, name: 'other', arn: 'arn:other' });
  const rights = (of: string, ...statements: Json[]) =>
    unchanged(`aws_iam_role_policy.${of}`, { role: of, name: of, policy: document(...statements) });
  const change = resource('aws_lambda_function.f', {
    before: { role: 'arn:app' },
    after: { role: 'arn:other' },
  });

  test('that runs as another role may do what that role may', () => {
    const plan = [role, otherRole, rights('app', allow('a:B')), change];
    expect(saidIn([...plan, rights('other', allow('a:C'))])).toEqual([
      'iam-grows: runs as arn:other, before as arn:app; newly allowed: a:C on *',
    ]);
    expect(saidIn([...plan, rights('other', allow('a:B'))])).toEqual([]);
    expect(saidIn([change])).toEqual(['iam-grows: runs as arn:other, before as arn:app']);
  });
});
