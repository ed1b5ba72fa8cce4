import { loadChanged, refuses, tenant } from './fixture';
import { fullTree } from './full';

// What is refused in a tenant's options: identity provider, MFA, tokens, branding, custom domain.
const idp = 'identityProvider';
const custom = 'customDomain';
const certificate = (region: string, account: string) =>
  `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000`;

// `acme` has a SAML provider, and is in two regions.
refuses(
  'test/acme',
  [
    [
      'unknown kind of provider',
      { [`${idp}.type`]: 'ldap' },
      `${idp}.type`,
      'ldap',
      'not one of the allowed values',
      '"type": "saml" or "oidc"',
    ],
    [
      'SAML without metadata',
      { [`${idp}.metadataUrl`]: undefined },
      `${idp}.metadataUrl`,
      undefined,
      'missing',
      'https://',
    ],
    [
      'key of the other kind',
      { [`${idp}.issuer`]: 'https://idp.acme.example' },
      `${idp}.issuer`,
      'issuer',
      'unknown key',
      'use one of: "type", "domains", "attributes", "metadataUrl"',
    ],
    [
      'provider that says which tenant its users belong to',
      { [`${idp}.attributes.custom:tenant_id`]: 'tenant' },
      `${idp}.attributes["custom:tenant_id"]`,
      'custom:tenant_id',
      'not an allowed name',
      'use a standard attribute',
    ],
    [
      'provider without e-mail addresses',
      { [`${idp}.attributes`]: { name: 'name' } },
      `${idp}.attributes`,
      { name: 'name' },
      'wrong form',
      'map "email" too',
    ],
    ['provider of no domain', { [`${idp}.domains`]: [] }, `${idp}.domains`, [], 'too short', 'at least one'],
    [
      'domain twice',
      { [`${idp}.domains.1`]: 'acme.example.com' },
      `${idp}.domains[1]`,
      'acme.example.com',
      'twice',
      'remove one of the two',
    ],
    [
      'domain of our staff',
      { [`${idp}.domains.1`]: 'staff.example.com' },
      `${idp}.domains[1]`,
      'staff.example.com',
      'a domain of our staff',
      "only the tenant's own domains",
    ],
    ['MFA in small letters', { mfa: 'on' }, 'mfa', 'on', 'not one of', 'did you mean "ON"?'],
    [
      'access token that outlives the refresh token',
      { 'tokens.accessMinutes': 481 },
      'tokens.accessMinutes',
      481,
      'outlives the refresh token of 8 h',
      'at most 480 minutes',
    ],
    [
      'part of the lifetimes only',
      { 'tokens.refreshHours': undefined },
      'tokens.refreshHours',
      undefined,
      'is missing',
      'write a number',
    ],
    [
      'colour by its name',
      { 'branding.primaryColor': 'navy' },
      'branding.primaryColor',
      'navy',
      'wrong form',
      '"#rrggbb"',
    ],
    ['sign-up as a string', { selfSignUp: 'yes' }, 'selfSignUp', 'yes', 'type: string', 'true or false'],
    [
      'custom domain of two regions',
      {
        [custom]: { domain: 'login.acme.example', certificateArn: certificate('us-east-1', '111111111110') },
      },
      `${custom}.domain`,
      'login.acme.example',
      'cannot lead to 2 pools: the tenant lives in eu-central-1 and eu-west-1',
      'remove customDomain, or give the tenant one region',
    ],
  ],
  fullTree,
);

// `globex` has an OIDC provider and a custom domain, and is in one region.
refuses(
  'test/globex',
  [
    [
      'no kind of provider',
      { [`${idp}.type`]: undefined },
      `${idp}.type`,
      undefined,
      'missing',
      '"saml" or "oidc"',
    ],
    [
      'secret itself, which is not shown',
      { [`${idp}.clientSecret`]: 'hunter2' },
      `${idp}.clientSecret`,
      'clientSecret',
      'unknown key',
      'or remove it',
    ],
    [
      'secret of our own provider',
      { [`${idp}.secretName`]: 'fleet/okta' },
      `${idp}.secretName`,
      'fleet/okta',
      'wrong form',
      'under "fleet/tenants/"',
    ],
    [
      'scope with a blank',
      { [`${idp}.scopes.1`]: 'email profile' },
      `${idp}.scopes[1]`,
      'email profile',
      'wrong form',
      'one scope, without blanks',
    ],
    [
      'custom domain by its URL',
      { [`${custom}.domain`]: 'https://login.globex.example' },
      `${custom}.domain`,
      'https://login.globex.example',
      'wrong form',
      'without https://',
    ],
    [
      'certificate of IAM',
      { [`${custom}.certificateArn`]: 'arn:aws:iam::111111111110:server-certificate/x' },
      `${custom}.certificateArn`,
      'arn:aws:iam::111111111110:server-certificate/x',
      'wrong form',
      'the ARN of a certificate in ACM',
    ],
    [
      "certificate in the cell's region",
      { [`${custom}.certificateArn`]: certificate('eu-central-1', '111111111110') },
      `${custom}.certificateArn`,
      certificate('eu-central-1', '111111111110'),
      'a certificate in eu-central-1',
      'request the certificate in us-east-1',
    ],
    [
      'certificate of another account',
      { [`${custom}.certificateArn`]: certificate('us-east-1', '111111111111') },
      `${custom}.certificateArn`,
      certificate('us-east-1', '111111111111'),
      "the tenant's cell is in 111111111110",
      'request the certificate in account 111111111110',
    ],
  ],
  fullTree,
);

refuses('live/acme', [
  [
    'production without MFA',
    { mfa: 'OFF' },
    'mfa',
    'OFF',
    'requires MFA',
    'add a relaxation of "mfa" to environments/live.ts',
  ],
]);

/** Gives tenants in one region, `t1` and so on, a custom domain each. */
const withCustomDomains = (count: number, domain: (id: string) => string) =>
  loadChanged(({ environments: { test }, tenants }) => {
    for (const cell of Object.values<{ capacity: number }>(test.cells)) cell.capacity = 10;
    for (let index = 1; index <= count; index++)
      tenants[`test/t${index}`] = {
        ...tenant('test', `t${index}`),
        cells: { 'eu-central-1': index % 2 === 0 ? 'cell-01' : 'cell-02' },
        customDomain: {
          domain: domain(`t${index}`),
          certificateArn: certificate('us-east-1', '111111111110'),
        },
      };
  }).problems;

test('four custom domains in an account and region are allowed, in whichever cells; the fifth is not', () => {
  const domain = (id: string) => `login.${id}.example`;
  expect(withCustomDomains(4, domain)).toEqual([]);
  expect(withCustomDomains(5, domain)).toMatchObject([
    {
      file: 'environments/test/tenants/t5.json',
      path: 'customDomain',
      value: 'login.t5.example',
      message: 'is custom domain 5 of account "cells" in eu-central-1; AWS allows 4, fixed',
      remedy: expect.stringContaining('a cell of another account'),
    },
  ]);
});

test('a custom domain has one owner', () => {
  expect(withCustomDomains(2, () => 'login.example.com')).toMatchObject([
    {
      file: 'environments/test/tenants/t2.json',
      path: 'customDomain.domain',
      value: 'login.example.com',
      message: 'environments/test/tenants/t1.json already has this custom domain',
      remedy: 'give each tenant its own host name',
    },
  ]);
});
