import fc from 'fast-check';
import { decide } from '../../../functions/identity-provider/decide';
import { providerRequest } from '../../../functions/identity-provider/request';
import { apple, invocation, placeholder, wantedProvider } from './requests';

const request = (...given: Parameters<typeof invocation>) => providerRequest(invocation(...given));
const { details } = wantedProvider();

describe('what Terraform asks for', () => {
  it.each([
    ['no pool', { ...invocation('create'), userPoolId: '' }, 'userPoolId'],
    ['a SAML provider', { ...invocation('create'), providerType: 'SAML' }, 'providerType'],
    [
      'a secret among the details',
      invocation('create', { details: { client_secret: 'planted' } }),
      'details',
    ],
    ['no secret key', invocation('create', { secretKeys: [] }), 'secretKeys'],
    ['another secret key', invocation('create', { secretKeys: ['client_id'] }), 'secretKeys'],
    ['another action', { ...invocation('create'), tf: { action: 'read' } }, 'tf.action'],
    ['an update of nothing', { ...invocation('update'), tf: { action: 'update' } }, 'tf.prev_input'],
    ['something unknown beside', { ...invocation('create'), more: true }, 'event'],
    ['nothing', undefined, 'event'],
  ])('is refused with %s', (_, event, path) => {
    expect(() => providerRequest(event)).toThrow(
      expect.objectContaining({ reason: 'malformed-event', detail: { path } }),
    );
  });
});

describe('a provider that does not exist', () => {
  it.each(['create', 'update'] as const)('is created with the placeholder (%s)', (action) => {
    expect(decide(request(action), undefined)).toEqual({
      do: 'create',
      details: { ...details, client_secret: placeholder },
    });
  });

  it('is created in a pool that replaced another', () => {
    const moved = request('update', {}, { userPoolId: 'eu-central-1_Old01', providerName: 'okta-old' });
    expect(decide(moved, undefined).do).toBe('create');
  });

  it.each([
    ['name', { providerName: 'okta-old' }],
    ['type', { providerType: 'Google' }],
  ])('is not created beside its former self with another %s', (_, before) => {
    expect(() => decide(request('update', {}, before), undefined)).toThrow(
      expect.objectContaining({ reason: 'provider-renamed' }),
    );
  });
});

describe('a provider that exists', () => {
  const current = {
    type: 'OIDC',
    details: { ...details, client_secret: 'the real one', jwks_uri: 'filled' },
  };

  it.each(['create', 'update'] as const)('keeps its secret (%s)', (action) => {
    const wanted = { ...details, authorize_scopes: 'openid' };
    expect(decide(request(action, { details: wanted }), current)).toEqual({
      do: 'update',
      details: { ...wanted, client_secret: 'the real one' },
      unshown: [],
    });
  });

  it('is repaired after a refused change, once its old name is wanted again', () => {
    expect(decide(request('update', {}, { providerName: 'okta-new' }), current).do).toBe('update');
  });

  it('keeps its type', () => {
    expect(() => decide(request('create'), { ...current, type: 'SAML' })).toThrow(
      expect.objectContaining({ reason: 'provider-renamed' }),
    );
  });
});

describe("Apple's key, which Cognito never shows", () => {
  const shown = { type: 'SignInWithApple', details: { ...apple().details, oidc_issuer: 'filled' } };

  // A create is repeated after an apply was killed (docs/adoption.md).
  it.each(['create', 'update'] as const)('is kept while the other details stay (%s)', (action) => {
    expect(decide(request(action, apple()), shown)).toEqual({
      do: 'update',
      details: undefined,
      unshown: [],
    });
  });

  it('must be pushed again when they change', () => {
    expect(decide(request('update', apple({ key_id: 'KEY2' })), shown)).toEqual({
      do: 'update',
      details: { ...apple({ key_id: 'KEY2' }).details, private_key: placeholder },
      unshown: ['private_key'],
    });
  });
});

it('whatever exists and whatever is wanted, an update sends the existing secret, and never the placeholder', () => {
  const texts = fc.dictionary(fc.constantFrom('client_id', 'oidc_issuer', 'authorize_scopes'), fc.string());
  const secrets = fc.string({ minLength: 1 }).filter((secret) => secret !== placeholder);
  fc.assert(
    fc.property(
      texts,
      texts,
      secrets,
      fc.constantFrom('client_secret', 'private_key'),
      fc.constantFrom('create' as const, 'update' as const),
      (wanted, standing, secret, key, action) => {
        const step = decide(request(action, { details: wanted, secretKeys: [key] }), {
          type: 'OIDC',
          details: { ...standing, [key]: secret },
        });
        expect(step).toEqual({ do: 'update', details: { ...wanted, [key]: secret }, unshown: [] });
      },
    ),
    { numRuns: 2_000 },
  );
});
