import { type Row, refuses } from './fixture';
import { fullTree } from './full';

// What is refused in identity pools: too many rights, rights for no one, rights for the wrong people.
const customer = 'customer.identityPool';
const internal = 'internal.identityPool';
const statement = `${customer}.roles.0.statements.0`;
const seen = `${customer}.roles[0].statements[0]`;
const open = { actions: ['s3:GetObject'], resources: ['*'] };
const role = (group: string) => ({ group, statements: [{ ...open, resources: ['arn:aws:s3:::x/*'] }] });
const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'sub']));

refuses(
  'test',
  [
    [
      'every action',
      { [`${statement}.actions.0`]: '*' },
      `${seen}.actions[0]`,
      '*',
      'wrong form',
      'a service and an action',
    ],
    [
      'every action of a service',
      { [`${statement}.actions.0`]: 's3:*' },
      `${seen}.actions[0]`,
      's3:*',
      'wrong form',
      'never "*" or "s3:*"',
    ],
    [
      'no action',
      { [`${statement}.actions`]: [] },
      `${seen}.actions`,
      [],
      'too short',
      'at least one action',
    ],
    ...[
      'iam:PassRole',
      'sts:AssumeRole',
      'cognito-idp:AdminAddUserToGroup',
      'cognito-identity:SetIdentityPoolRoles',
      'sso:CreateAccountAssignment',
      'organizations:DetachPolicy',
      'verifiedpermissions:CreatePolicy',
      'lambda:UpdateFunctionCode',
    ].map(
      (action): Row => [
        `${action}, which turns into more rights`,
        { [`${statement}.actions.1`]: action },
        `${seen}.actions[1]`,
        action,
        'change who may do what',
        'only the deploy role may have such rights',
      ],
    ),
    [
      'the same for people who did not sign in',
      { [`${customer}.unauthenticated.statements.0.actions.0`]: 'sts:AssumeRole' },
      `${customer}.unauthenticated.statements[0].actions[0]`,
      'sts:AssumeRole',
      'change who may do what',
      'only the deploy role may have such rights',
    ],
    [
      'resource that is not an ARN',
      { [`${statement}.resources.0`]: 'statements/*' },
      `${seen}.resources[0]`,
      'statements/*',
      'wrong form',
      'write an ARN',
    ],
    ['every resource', { [statement]: open }, seen, open, 'wrong form', "say so: reason: '…'"],
    [
      'every resource of a service',
      { [statement]: { ...open, resources: ['arn:aws:s3:::*'] } },
      seen,
      { ...open, resources: ['arn:aws:s3:::*'] },
      'wrong form',
      'name the resources',
    ],
    [
      'every resource for a lame reason',
      { [statement]: { ...open, reason: 'convenient' } },
      `${seen}.reason`,
      'convenient',
      'too short',
      'at least 20 characters',
    ],
    [
      'resource twice',
      { [`${statement}.resources.1`]: 'arn:aws:s3:::statements/*' },
      `${seen}.resources[1]`,
      'arn:aws:s3:::statements/*',
      'twice',
      'remove one of the two',
    ],
    ['no role', { [`${customer}.roles`]: [] }, `${customer}.roles`, [], 'too short', 'at least one role'],
    [
      'two roles of one group',
      { [`${customer}.roles.1`]: role('premium') },
      `${customer}.roles[1]`,
      'premium',
      'twice',
      'remove one of the two',
    ],
    [
      'credentials for everybody without a reason',
      { [`${customer}.unauthenticated.reason`]: undefined },
      `${customer}.unauthenticated.reason`,
      undefined,
      'is missing',
      'write a string',
    ],
    [
      'session tag of AWS',
      { [`${customer}.sessionTags.aws:x`]: 'sub' },
      `${customer}.sessionTags["aws:x"]`,
      'aws:x',
      'not an allowed name',
      'do not start with "aws:"',
    ],
    [
      'more session tags than AWS accepts',
      { [`${customer}.sessionTags`]: tags(51) },
      `${customer}.sessionTags`,
      tags(51),
      'wrong form',
      'at most 50 session tags',
    ],
    [
      'session tag of an attribute that customers do not have',
      { [`${customer}.sessionTags.department`]: 'custom:department' },
      `${customer}.sessionTags.department`,
      'custom:department',
      'no such attribute',
      'such as "sub"',
    ],
    [
      'session tag of an attribute that Okta does not fill',
      { [`${internal}.sessionTags.team`]: 'custom:team' },
      `${internal}.sessionTags.team`,
      'custom:team',
      'no such attribute',
      'such as "custom:groups"',
    ],
    [
      'roles by groups that Okta does not tell',
      { 'internal.okta.attributes.custom:groups': undefined },
      'internal.okta.attributes["custom:groups"]',
      undefined,
      'is missing, although internal.identityPool gives roles by group',
      "'custom:groups': 'groups'",
    ],
  ],
  fullTree,
);
