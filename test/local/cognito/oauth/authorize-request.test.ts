import fc from 'fast-check';
import {
  begin,
  checkAuthorize,
  providerFor,
  scopesFor,
} from '../../../../local/cognito/oauth/authorize-request';
import { callback, newPages } from './harness';

const query = (more: Record<string, string> = {}) =>
  new URLSearchParams({ client_id: 'c1', redirect_uri: callback, response_type: 'code', ...more });

test('only a registered redirect URI is ever used', () => {
  const pages = newPages();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((end) => callback + end),
      ),
      (uri) => {
        fc.pre(uri !== callback && uri !== '');
        expect(() => begin(pages, query({ redirect_uri: uri }))).toThrow('redirect_mismatch');
      },
    ),
  );
  expect(begin(pages, query()).pending.redirectUri).toBe(callback);
});

test.each([
  ['http://127.0.0.1/in', 'http://127.0.0.1:49152/in'],
  ['http://127.0.0.1:8080/in', 'http://127.0.0.1:8081/in'],
  ['http://localhost/in', 'http://127.0.0.1/in'],
  ['http://[::1]/in', 'http://[::1]/in/'],
  ['myapp://signed-in', 'myapp://signed-in/more'],
])('%s is registered: %s is a different one, whatever RFC 8252 says about ports', (registered, asked) => {
  const pages = newPages({ CallbackURLs: [registered] });
  expect(() => begin(pages, query({ redirect_uri: asked }))).toThrow('redirect_mismatch');
  expect(begin(pages, query({ redirect_uri: registered })).pending.redirectUri).toBe(registered);
});

test('without a redirect URI, the default one is used, if there is one', () => {
  const asked = query();
  asked.delete('redirect_uri');
  expect(() => begin(newPages(), asked)).toThrow('Required parameters missing: redirect_uri');
  expect(begin(newPages({ DefaultRedirectURI: callback }), asked).pending.redirectUri).toBe(callback);
});

test('nobody gets a scope that the client does not have', () => {
  const { client } = newPages();
  const scope = fc.constantFrom('openid', 'email', 'phone', 'orders/read');
  fc.assert(
    fc.property(fc.array(scope), (scopes) => {
      const own = scopes.every((one) => client.AllowedOAuthScopes?.includes(one));
      const ask = () => scopesFor(client, scopes.join(' '));
      if (!own) return expect(ask).toThrow('is not allowed for this client');
      expect(ask()).toEqual(scopes.length ? [...new Set(scopes)] : ['openid', 'email']);
    }),
  );
});

test.each([
  ['no response_type', { response_type: '' }, 'invalid_request'],
  ['a challenge without its method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
  ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
  [
    'a challenge that is not a hash',
    { code_challenge: 'short', code_challenge_method: 'S256' },
    'invalid_request',
  ],
])('%s is refused', (_, more, error) => {
  const begun = begin(newPages(), query(more));
  expect(() => checkAuthorize(begun, query(more))).toThrow(expect.objectContaining({ error }));
});

test('a client without the code flow is refused, whichever of the two settings is missing', () => {
  for (const more of [
    { AllowedOAuthFlowsUserPoolClient: false },
    { AllowedOAuthFlows: ['client_credentials' as const] },
  ]) {
    const begun = begin(newPages(more), query());
    const error = 'unauthorized_client';
    expect(() => checkAuthorize(begun, query())).toThrow(expect.objectContaining({ error }));
  }
});

describe('the provider', () => {
  const okta = { ProviderName: 'okta', IdpIdentifiers: ['acme.example'] };
  const other = { ProviderName: 'other', IdpIdentifiers: ['other.example'] };
  const chosen = (SupportedIdentityProviders: string[], hints: Record<string, string>) => {
    const { pool, client } = newPages({ SupportedIdentityProviders }, [okta, other]);
    return providerFor(pool, client, query(hints))?.ProviderName;
  };

  test.each([
    [['okta'], {}, 'okta'],
    [['COGNITO', 'okta'], {}, undefined],
    [['okta', 'other'], {}, undefined],
    [['okta', 'other'], { identity_provider: 'other' }, 'other'],
    [['okta', 'other'], { idp_identifier: 'other.example' }, 'other'],
    [['okta', 'other'], { idp_identifier: 'ada@ACME.example' }, 'okta'],
    [['COGNITO', 'okta'], { identity_provider: 'COGNITO' }, undefined],
    // The name wins, and a hint that contradicts it is ignored.
    [['okta', 'other'], { identity_provider: 'okta', idp_identifier: 'other.example' }, 'okta'],
  ])('of a client with %j and %j is %s', (supported, hints, expected) => {
    expect(chosen(supported, hints as Record<string, string>)).toBe(expected);
  });

  test.each([
    ['identity_provider', 'other'],
    ['identity_provider', 'COGNITO'],
    ['idp_identifier', 'other.example'],
    ['idp_identifier', 'nobody.example'],
  ])('that the client does not have is refused: %s=%s', (name, value) => {
    expect(() => chosen(['okta'], { [name]: value })).toThrow('Login option is not available');
  });
});
