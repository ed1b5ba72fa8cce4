import type { Json } from '../../../../../scripts/review/model';
import { invocation, oidc, pool, saml } from '../full';
import { edit, effects, ids, planned } from '../planned';

const plain = 'aws_cognito_identity_provider';
const managed = 'aws_lambda_invocation';
const detail = (key: string, value: Json) => edit(saml, `provider_details.${key}`, value);

test.each([
  [
    'another metadata document of the same host',
    detail('MetadataURL', 'https://acme.okta.example/app/other/sso/saml/metadata?token=hunter2'),
    'provider-metadata',
    'metadata would come from https://acme.okta.example/app/other/sso/saml/metadata, now https://acme.okta.example/app/northpay/sso/saml/metadata',
    'provider_details.MetadataURL',
  ],
  [
    'sign-in that starts there',
    detail('IDPInit', 'true'),
    'idp-initiated',
    'sign-in could start at the provider, and not before',
    'provider_details.IDPInit',
  ],
  [
    'assertions in the clear',
    detail('EncryptedResponses', 'false'),
    'provider-lowered',
    'assertions that are not encrypted would be taken',
    'provider_details.EncryptedResponses',
  ],
  [
    'requests without a signature',
    detail('RequestSigningAlgorithm', null),
    'provider-lowered',
    'our requests would not be signed',
    'provider_details.RequestSigningAlgorithm',
  ],
  [
    'another claim',
    edit(saml, 'attribute_mapping', { email: 'upn', family_name: 'sn' }),
    'provider-mapping',
    'attribute email would be filled from "upn", now from "email"',
    'attribute_mapping',
  ],
  [
    'one attribute more',
    edit(saml, 'attribute_mapping', { email: 'email', family_name: 'sn', 'custom:tenant_id': 'org' }),
    'provider-mapping',
    'attribute custom:tenant_id would be filled from "org", now from nothing',
    'attribute_mapping',
  ],
  [
    'one attribute less',
    edit(saml, 'attribute_mapping', { email: 'email' }),
    'provider-mapping',
    'attribute family_name would be filled from nothing, now from "sn"',
    'attribute_mapping',
  ],
  [
    'people of another domain',
    edit(saml, 'idp_identifiers', ['acme.example', 'acme.test', 'globex.example']),
    'provider-domains',
    'people of globex.example would be sent to it to sign in',
    'idp_identifiers',
  ],
])('SAML: %s', (_, after, id, what, path) => {
  expect(effects(plain, saml, after)).toEqual([{ id, what, path }]);
});

test.each([
  ['no sign-in that starts there', detail('IDPInit', 'true'), saml],
  ['encrypted assertions', detail('EncryptedResponses', 'false'), saml],
  ['signed requests', detail('RequestSigningAlgorithm', null), saml],
  ['fewer domains', saml, edit(saml, 'idp_identifiers', [])],
  ['what Cognito fills in', saml, detail('ActiveEncryptionCertificate', 'other')],
  ['where Cognito found the pages', saml, detail('SSORedirectBindingURI', 'https://acme.okta.example/other')],
])('SAML: %s is not reported', (_, before, after) => {
  expect(effects(plain, before, after)).toEqual([]);
});

test.each([
  [
    'oidc_issuer',
    'https://evil.example',
    'the issuer would be https://evil.example, now https://globex.okta.example',
  ],
  ['client_id', 'other', 'our client at the provider would be other, now northpay'],
  [
    'authorize_url',
    'https://evil.example/a',
    'the place to sign in would be https://evil.example/a, now none',
  ],
  [
    'token_url',
    'https://evil.example/t',
    'the place to get tokens would be https://evil.example/t, now none',
  ],
  ['jwks_uri', 'https://evil.example/k', 'the place to get keys would be https://evil.example/k, now none'],
  [
    'attributes_url',
    'https://evil.example/u',
    'the place to get attributes would be https://evil.example/u, now none',
  ],
  ['team_id', 'T2', 'our team at the provider would be T2, now none'],
])('a provider with a secret: another %s', (key, value, what) => {
  expect(effects(managed, invocation(), oidc({ [key]: value }))).toEqual([
    { id: 'provider-issuer', what, path: 'input' },
  ]);
});

test('a provider with a secret: scopes, mapping and domains are compared, and nothing else that its function gets', () => {
  expect(effects(managed, invocation(), oidc({ authorize_scopes: 'profile email openid groups' }))).toEqual([
    { id: 'provider-mapping', what: 'it would be asked for groups too', path: 'input' },
  ]);
  expect(effects(managed, invocation(), oidc({ authorize_scopes: 'openid' }))).toEqual([]);
  expect(ids(managed, invocation(), invocation({ attributeMapping: { email: 'upn' } }))).toEqual([
    'provider-mapping',
    'provider-mapping',
    'provider-mapping',
  ]);
  expect(ids(managed, invocation(), invocation({ idpIdentifiers: ['globex.example', 'x.example'] }))).toEqual(
    ['provider-domains'],
  );
  expect(effects(managed, invocation(), invocation({ revision: 'other', placeholder: 'x' }))).toEqual([]);
});

test('endpoints that are left to discovery are judged by the issuer only', () => {
  const before = oidc({ jwks_uri: 'https://globex.okta.example/keys' });
  expect(effects(managed, before, invocation())).toEqual([]);
});

const certificate = (text: string) => `<ds:X509Certificate>${text}</ds:X509Certificate>`;
const document = (id: string, ...certificates: string[]) =>
  `<EntityDescriptor entityID="${id}">${certificates.map((one) => `<KeyInfo>${certificate(one)}</KeyInfo>`).join('')}</EntityDescriptor>`;
const file = (text: string) =>
  edit(saml, 'provider_details', {
    MetadataFile: text,
    IDPInit: 'false',
    EncryptedResponses: 'true',
    RequestSigningAlgorithm: 'rsa-sha256',
  });

test.each([
  ['another certificate', document('a', 'AA'), document('a', 'BB'), ['provider-certificate']],
  [
    'one certificate more',
    document('a', 'AA'),
    document('a', 'AA', 'BB'),
    ['provider-certificate', 'provider-metadata'],
  ],
  ['one certificate less', document('a', 'AA', 'BB'), document('a', 'AA'), ['provider-metadata']],
  [
    'certificates that change places',
    document('a', 'AA', 'BB'),
    document('a', 'BB', 'AA'),
    ['provider-metadata'],
  ],
  ['another entity', document('a', 'AA'), document('b', 'AA'), ['provider-metadata']],
  ['both', document('a', 'AA'), document('b', 'BB'), ['provider-certificate', 'provider-metadata']],
  [
    'other line breaks',
    document('a', 'AABB'),
    `\n ${document('a', ' AA\n BB ').replaceAll('><', '>\n<')}\n`,
    [],
  ],
])('a metadata document of ours with %s', (_, before, after, expected) => {
  expect(ids(plain, file(before), file(after))).toEqual(expected);
});

test('metadata from a URL instead of a document of ours, and the reverse', () => {
  expect(ids(plain, file(document('a', 'AA')), saml)).toEqual(['provider-metadata']);
  expect(ids(plain, saml, file(document('a', 'AA')))).toEqual(['provider-metadata']);
});

test.each([
  [plain, saml, 'nobody could sign in through tenant-saml (SAML)'],
  [managed, invocation(), 'nobody could sign in through tenant-oidc (OIDC)'],
])('destroying %s locks out its users, unless their pool is removed too', (type, before, what) => {
  expect(effects(type, before, undefined)).toEqual([{ id: 'provider-removed', what }]);
  expect(effects(type, before, undefined, {}, [planned('aws_cognito_user_pool', pool, undefined)])).toEqual(
    [],
  );
  expect(effects(type, before, undefined, { action: 'forget' })).toEqual([]);
});

test.each([
  [plain, saml, edit(saml, 'provider_name', 'saml')],
  [plain, saml, edit(saml, 'provider_type', 'OIDC')],
  [managed, invocation(), invocation({ providerName: 'oidc' })],
  [managed, invocation(), { ...invocation(), input: '{"other":"function"}' }],
])('%s under another name is another provider', (type, before, after) => {
  expect(ids(type, before, after, { action: 'replace' })).toContain('provider-removed');
});

test.each([
  [plain, saml, 'people could sign in through tenant-saml (SAML)'],
  [managed, invocation(), 'people could sign in through tenant-oidc (OIDC)'],
])('%s that is new in an existing pool', (type, after, what) => {
  expect(effects(type, undefined, after)).toEqual([{ id: 'provider-added', what }]);
});

test('a new provider where sign-in may start', () => {
  expect(ids(plain, undefined, detail('IDPInit', 'true'))).toEqual(['provider-added', 'idp-initiated']);
});

test('a provider in a new pool is not reported', () => {
  const { user_pool_id: _, ...unplaced } = detail('IDPInit', 'true');
  expect(effects(plain, undefined, unplaced, { unknown: { user_pool_id: true } })).toEqual([]);
  const { input: __, ...untold } = invocation();
  expect(effects(managed, undefined, untold, { unknown: { input: true } })).toEqual([]);
});

test('details that are not known yet are not treated as removed', () => {
  expect(
    effects(plain, saml, edit(saml, 'provider_details', {}), { unknown: { provider_details: true } }),
  ).toEqual([]);
  const { MetadataURL: _, ...rest } = saml.provider_details as Record<string, string>;
  const unknown = { provider_details: { MetadataURL: true } };
  expect(effects(plain, saml, edit(saml, 'provider_details', rest), { unknown })).toEqual([]);
  expect(
    effects(managed, invocation(), { ...invocation(), input: null }, { unknown: { input: true } }),
  ).toEqual([]);
});

test('no secret is shown, wherever one is changed', () => {
  const secret = 'hunter2-hunter2';
  const details = ['client_secret', 'private_key', 'key_id'];
  for (const key of details) {
    expect(effects(plain, saml, detail(key, secret))).toEqual([]);
    expect(effects(managed, invocation(), oidc({ [key]: secret }))).toEqual([]);
  }
  const told = effects(
    managed,
    invocation(),
    oidc({ oidc_issuer: `https://me:${secret}@evil.example/?k=${secret}` }),
  );
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain(secret);
});

test('the inputs of other functions are not reported', () => {
  const input = (text: string) => ({ function_name: 'other', input: text });
  expect(effects(managed, input('{"a":1}'), input('no JSON'))).toEqual([]);
  expect(effects(managed, input('{"a":1}'), undefined)).toEqual([]);
});
