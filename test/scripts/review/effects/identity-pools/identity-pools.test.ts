import type { Attributes } from '../../../../../scripts/review/planned';
import { full, identityPool, mappingRule, pool, role, rolesAttachment } from '../full';
import { edit, effects, ids, planned, seesWeakening, type Weakening } from '../planned';

const poolType = 'aws_cognito_identity_pool';
const rolesType = 'aws_cognito_identity_pool_roles_attachment';
const groupType = 'aws_cognito_user_group';
const group = full[groupType] as Attributes;
const people = 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI';
const source = (client: string, check = true) => ({
  client_id: client,
  provider_name: people,
  server_side_token_check: check,
});

test.each<Weakening>([
  ['allow_unauthenticated_identities', false, true, 'identity-pool-wider', /has not signed in/],
  ['allow_classic_flow', false, true, 'identity-pool-wider', /any role/],
  [
    'cognito_identity_providers',
    [source('web')],
    [source('web'), source('probe')],
    'identity-pool-wider',
    `users of ${people}:probe would get AWS credentials`,
  ],
  [
    'cognito_identity_providers',
    [source('web')],
    [source('web', false)],
    'identity-pool-wider',
    /sign-outs of/,
  ],
  [
    'openid_connect_provider_arns',
    [],
    ['arn:x'],
    'identity-pool-wider',
    'users of arn:x would get AWS credentials',
  ],
  ['saml_provider_arns', [], ['arn:x'], 'identity-pool-wider', 'users of arn:x would get AWS credentials'],
  [
    'supported_login_providers',
    {},
    { 'graph.facebook.com': '1' },
    'identity-pool-wider',
    /graph.facebook.com/,
  ],
])('%s from %j to %j', (...row) => seesWeakening(poolType, identityPool, row));

test('a new identity pool counts for the users of an existing client', () => {
  expect(ids(poolType, undefined, identityPool)).toEqual(['identity-pool-wider']);
  const { client_id: _, ...unplaced } = source('web');
  const fresh = { ...identityPool, cognito_identity_providers: [unplaced] };
  const unknown = { cognito_identity_providers: [{ client_id: true }] };
  expect(effects(poolType, undefined, fresh, { unknown })).toEqual([]);
});

const rules = (...some: object[]) => edit(rolesAttachment, 'role_mapping.mapping_rule', some as never);
const [operators, support] = [mappingRule('operators', 'operators'), mappingRule('support', 'support')];

test.each([
  [
    'another role for a group',
    rules(mappingRule('operators', 'admins'), support),
    'whoever has okta_groups Contains |operators| would get the role admins, now operators',
  ],
  [
    'a role for one group more',
    rules(operators, mappingRule('admins', 'admins'), support),
    'whoever has okta_groups Contains |admins| would get the role admins',
  ],
  ['another order', rules(support, operators), /another order/],
  [
    'a role for who fits no rule',
    edit(rolesAttachment, 'role_mapping.ambiguous_role_resolution', 'AuthenticatedRole'),
    /role for everybody/,
  ],
  [
    'roles out of the token',
    edit(rolesAttachment, 'role_mapping.type', 'Token'),
    'roles would come by Token, now by Rules',
  ],
  [
    'another role for everybody',
    edit(rolesAttachment, 'roles.authenticated', role('admins')),
    'who is authenticated would get the role admins, now nobody',
  ],
  [
    'a role for who has not signed in',
    edit(rolesAttachment, 'roles.unauthenticated', role('guest')),
    'who is unauthenticated would get the role guest, now none',
  ],
  [
    'the role of the same name in another account',
    edit(rolesAttachment, 'roles.authenticated', role('nobody').replace('303030303031', '666666666666')),
    /role arn:aws:iam::666666666666:.*now arn:aws:iam::303030303031:/,
  ],
])('roles: %s', (_, after, what) => {
  const said = typeof what === 'string' ? what : expect.stringMatching(what);
  expect(effects(rolesType, rolesAttachment, after)).toEqual([
    { id: 'identity-pool-wider', what: said, path: expect.stringMatching(/^role/) },
  ]);
});

test('one rule less, and no role for users who have not signed in, give nobody more', () => {
  expect(effects(rolesType, rolesAttachment, rules(support))).toEqual([]);
  const guests = edit(rolesAttachment, 'roles.unauthenticated', role('guest'));
  expect(effects(rolesType, guests, rolesAttachment)).toEqual([]);
});

test('a mapping for an additional client counts', () => {
  const [mapping] = rolesAttachment.role_mapping as { [key: string]: never }[];
  const after = { ...rolesAttachment, role_mapping: [{ ...mapping, identity_provider: 'other' }, mapping] };
  expect(effects(rolesType, rolesAttachment, after as never)).toEqual([
    { id: 'identity-pool-wider', what: 'users of other would get roles', path: 'role_mapping' },
  ]);
});

test('a recreated role is not taken for another, and a new rule counts without its role', () => {
  const { role_arn: _, ...unknownRole } = operators;
  const at = (index: number) => ({
    role_mapping: [{ mapping_rule: Array(3).fill({}).with(index, { role_arn: true }) }],
  });
  expect(effects(rolesType, rolesAttachment, rules(unknownRole, support), { unknown: at(0) })).toEqual([]);
  const { role_arn: __, ...added } = mappingRule('admins', '');
  expect(effects(rolesType, rolesAttachment, rules(operators, support, added), { unknown: at(2) })).toEqual([
    {
      id: 'identity-pool-wider',
      what: expect.stringContaining('would get a new role'),
      path: 'role_mapping',
    },
  ]);
});

test('session tags count in whichever direction they change', () => {
  const type = 'aws_cognito_identity_pool_provider_principal_tag';
  const tags = (principal_tags: { [tag: string]: string }) => ({ principal_tags });
  const [one, two] = [tags({ a: 'x' }), tags({ a: 'y', b: 'z' })];
  expect(effects(type, one, two).map(({ what }) => what)).toEqual([
    'the tag a would be y, now x',
    'the tag b would be z, now none',
  ]);
  expect(ids(type, two, one)).toEqual(['identity-pool-wider', 'identity-pool-wider']);
});

test.each([
  ['another role', edit(group, 'role_arn', role('admins')), 'identity-pool-wider'],
  ['another rank of its role', edit(group, 'precedence', 2), 'identity-pool-wider'],
  ['another name', edit(group, 'name', 'other'), 'group-removed'],
])('a group with %s', (_, after, id) => {
  expect(ids(groupType, group, after)).toEqual([id]);
  expect(ids(groupType, after, group)).toEqual([id]);
});

test('a group that loses its role, or has none, gives nobody another', () => {
  const none = edit(edit(group, 'role_arn', null), 'precedence', null);
  expect(effects(groupType, group, none)).toEqual([]);
  expect(effects(groupType, none, edit(none, 'precedence', 3))).toEqual([]);
  expect(ids(groupType, none, group)).toEqual(['identity-pool-wider', 'identity-pool-wider']);
});

test('a removed group counts if its pool stays', () => {
  expect(effects(groupType, group, undefined)).toEqual([
    { id: 'group-removed', what: 'group operators would be removed, with who is in it' },
  ]);
  expect(
    effects(groupType, group, undefined, {}, [planned('aws_cognito_user_pool', pool, undefined)]),
  ).toEqual([]);
});
