import type { Json } from '../../../../../scripts/review/model';
import type { Attributes } from '../../../../../scripts/review/planned';
import { account, document, resource, saidIn } from './plan';

const trust = (Principal: Json, Condition?: Json): Json => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition !== undefined && { Condition }),
});
const base = { name: 'app', permissions_boundary: 'arn:b', max_session_duration: 3600 };
const role = (before: Attributes | undefined, after: Attributes) =>
  resource('aws_iam_role.app', {
    ...(before && { before: { ...base, ...before } }),
    after: { ...base, ...after },
  });

const issuer = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const subjects = (...values: string[]) =>
  trust(
    { Federated: provider },
    { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: values } },
  );

test('someone else may assume a role', () => {
  const before = { assume_role_policy: document(trust({ Service: 'lambda.amazonaws.com' })) };
  const after = {
    assume_role_policy: document(trust({ Service: 'lambda.amazonaws.com', AWS: '222222222222' })),
  };
  expect(saidIn([role(before, after)])).toEqual([
    'trust-grows: newly allowed: sts:AssumeRole by AWS:arn:aws:iam::222222222222:root',
  ]);
  expect(saidIn([role(after, before)])).toEqual([]);
});

test.each(['dev-fleet-deploy', 'dev-fleet-plan', 'dev-fleet-operate', 'OrganizationAccountAccessRole'])(
  'another job may assume %s',
  (name) => {
    const before = { name, assume_role_policy: document(subjects('repo:a/b:environment:dev')) };
    const after = {
      name,
      assume_role_policy: document(subjects('repo:a/b:environment:dev', 'repo:a/b:pull_request')),
    };
    expect(saidIn([role(before, after)])).toEqual([
      expect.stringMatching(/^pipeline-trust: .*repo:a\/b:pull_request/),
    ]);
    expect(saidIn([role(after, before)])).toEqual([]);
  },
);

test.each<[string, Json, boolean]>([
  ['a service', trust({ Service: 'lambda.amazonaws.com' }), false],
  ['a job with its audience and subject', subjects('repo:a/b:environment:dev'), false],
  ['a role of the account', trust({ AWS: `arn:aws:iam::${account}:role/x` }), false],
  [
    'roles of the account by condition',
    trust({ AWS: account }, { ArnEquals: { 'aws:PrincipalArn': ['x'] } }),
    false,
  ],
  [
    'an identity pool',
    trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'p' } },
    ),
    false,
  ],
  ['everybody', trust('*'), true],
  ['everybody of an organisation', trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), true],
  ['another account', trust({ AWS: '222222222222' }, { StringEquals: { 'sts:ExternalId': 'x' } }), true],
  ['a role of another account', trust({ AWS: 'arn:aws:iam::222222222222:role/x' }), true],
  ['the account as a whole', trust({ AWS: account }), true],
  [
    'a job of any subject',
    trust({ Federated: provider }, { StringEquals: { [`${issuer}:aud`]: 'x' } }),
    true,
  ],
  [
    'a job of a pattern of subjects',
    trust(
      { Federated: provider },
      { StringEquals: { [`${issuer}:aud`]: 'x' }, StringLike: { [`${issuer}:sub`]: 'repo:a/*' } },
    ),
    true,
  ],
  ['any identity pool', trust({ Federated: 'cognito-identity.amazonaws.com' }), true],
  [
    'a provider of another account',
    trust(
      { Federated: provider.replace(account, '222222222222') },
      { StringEquals: { [`${issuer}:aud`]: 'x', [`${issuer}:sub`]: 'y' } },
    ),
    true,
  ],
  ['all but one', { Effect: 'Allow', NotPrincipal: { AWS: account }, Action: 'sts:AssumeRole' }, true],
])('a new role that trusts %s', (_, statement, isGrowth) => {
  const said = saidIn([role(undefined, { assume_role_policy: document(statement) })]);
  expect(said.map((text) => text.split(':')[0])).toEqual(isGrowth ? ['trust-grows'] : []);
});

test('a trust policy that is known only after the apply counts', () => {
  const change = { ...role(undefined, {}), unknown: { assume_role_policy: true } };
  expect(saidIn([change])).toEqual(['trust-grows: the policy is known only after the apply']);
});

test.each<[string, Attributes | undefined, Attributes, string[]]>([
  ['is gone', {}, { permissions_boundary: null }, ['it would no longer be limited by arn:b']],
  ['is another', {}, { permissions_boundary: 'arn:c' }, ['it would be limited by arn:c, now by arn:b']],
  ['is new', { permissions_boundary: '' }, {}, []],
  ['was never there', undefined, { permissions_boundary: null }, ['the new role has no boundary']],
  ['is missing as it should', undefined, { permissions_boundary: null, name: 'dev-fleet-plan' }, []],
])('a boundary %s', (_, before, after, said) => {
  const policy = { assume_role_policy: document() };
  expect(saidIn([role(before && { ...before, ...policy }, { ...after, ...policy })])).toEqual(
    said.map((what) => `boundary-removed: ${what}`),
  );
});

test('longer sessions', () => {
  const policy = { assume_role_policy: document() };
  const [short, long] = [policy, { ...policy, max_session_duration: 43_200 }];
  expect(saidIn([role(short, long)])).toEqual([
    'sessions-longer: sessions could last 43200 seconds, now 3600',
  ]);
  expect(saidIn([role(long, short)])).toEqual([]);
});

describe('the CI system’s provider', () => {
  const oidc = (before: Attributes | undefined, after: Attributes) =>
    resource('aws_iam_openid_connect_provider.ci_provider', { ...(before && { before }), after });
  const own = { url: `https://${issuer}`, client_id_list: ['sts.amazonaws.com'], thumbprint_list: ['a'] };

  test.each<[string, Attributes | undefined, Attributes, number]>([
    ['as the environment says', undefined, own, 0],
    ['of another issuer', undefined, { ...own, url: 'https://ci.example' }, 1],
    ['as it was', { ...own, url: issuer }, { ...own, tags: {} }, 0],
    ['with another issuer', own, { ...own, url: 'https://ci.example' }, 1],
    ['with an audience more', own, { ...own, client_id_list: ['sts.amazonaws.com', 'x'] }, 1],
    ['with a certificate more', own, { ...own, thumbprint_list: ['a', 'b'] }, 1],
    ['with an audience less', { ...own, client_id_list: ['sts.amazonaws.com', 'x'] }, own, 0],
  ])('%s', (_, before, after, count) => {
    const said = saidIn([oidc(before, after)]);
    expect(said).toHaveLength(count);
    for (const text of said) expect(text).toMatch(/^pipeline-trust: /);
  });

  test('SAML providers', () => {
    const saml = (before: string | undefined, after: string) =>
      resource('aws_iam_saml_provider.s', {
        ...(before && { before: { saml_metadata_document: before } }),
        after: { saml_metadata_document: after },
      });
    expect(saidIn([saml('x', 'y')])).toEqual([
      'trust-grows: another SAML metadata document would decide who signs in',
    ]);
    expect(saidIn([saml(undefined, 'y')])).toHaveLength(1);
  });
});
