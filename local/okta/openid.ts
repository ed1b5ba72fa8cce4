import { createPrivateKey } from 'node:crypto';
import type Provider from 'oidc-provider';
import type { Adapter, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { type Exchange, sessionOf } from './exchange';
import { googleHosts, googleRoutes } from './google';
import type { OktaUser, Organisation } from './organisation';
import { askToSignIn } from './sign-in-page';

/** The issuer's path inside the organisation: empty, or `/oauth2/<authorization server>`. */
const mountOf = (path: string) => /^\/oauth2\/(?!v1\/)[\w-]+(?=\/)/.exec(path)?.[0] ?? '';

/** Stores the provider's records in the organisation. Clients are those registered with the organisation. */
function adapterOf({ records, clients }: Organisation): (kind: string) => Adapter {
  return (kind) => {
    const key = (id: string) => `${kind}/${id}`;
    const find = async (id: string) => {
      const client = clients.get(id);
      if (kind !== 'Client') return records.get(key(id));
      return (
        client && {
          client_id: client.clientId,
          client_secret: client.clientSecret,
          redirect_uris: client.redirectUris,
          token_endpoint_auth_method: 'client_secret_post',
        }
      );
    };
    const where = (name: string, value: string) =>
      [...records].find(([id, record]) => id.startsWith(`${kind}/`) && record[name] === value)?.[1];
    return {
      find,
      findByUid: async (uid) => where('uid', uid),
      findByUserCode: async (code) => where('userCode', code),
      upsert: async (id, payload) => void records.set(key(id), payload),
      consume: async (id) =>
        void records.set(key(id), { ...records.get(key(id)), consumed: Date.now() / 1000 }),
      destroy: async (id) => void records.delete(key(id)),
      revokeByGrantId: async (grant) => {
        for (const [id, { grantId }] of records) if (grantId === grant) records.delete(id);
      },
    };
  };
}

const claimsOf = ({ id, username, attributes, groups }: OktaUser) => ({
  sub: id,
  preferred_username: username,
  ...attributes,
  groups,
});

const oktaRoutes: Configuration['routes'] = {
  authorization: '/oauth2/v1/authorize',
  token: '/oauth2/v1/token',
  userinfo: '/oauth2/v1/userinfo',
  jwks: '/oauth2/v1/keys',
};

const isGoogle = ({ host }: Organisation) => host === googleHosts[0];

function configuration(organisation: Organisation, mount: string, profile: string[]): Configuration {
  const google = isGoogle(organisation);
  const jwk = createPrivateKey(organisation.key().privateKey).export({ format: 'jwk' });
  return {
    adapter: adapterOf(organisation),
    jwks: { keys: [{ ...jwk, kid: organisation.host, alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [organisation.key().privateKey] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'], profile },
    clientAuthMethods: ['client_secret_post'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `${mount}/interaction/${uid}` },
    pkce: { required: () => false },
    // Google puts all claims into the ID token; Okta follows the standard and leaves them to userinfo.
    conformIdTokenClaims: !google,
    routes: google ? googleRoutes : oktaRoutes,
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      Session: 7200,
    },
    async findAccount(_ctx, id) {
      const user = organisation.userById(id);
      return user && { accountId: id, claims: async () => claimsOf(user) };
    },
    // The organisation's administrator has consented for everyone, as usual for workforce apps.
    async loadExistingGrant({ oidc }: KoaContextWithOIDC) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId as string,
        accountId: oidc.session?.accountId as string,
      });
      grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
      await grant.save();
      return grant;
    },
  };
}

/**
 * The OpenID Connect side of every organisation, with one real provider per issuer. An Okta organisation has two kinds of
 * issuer: itself, and `https://<host>/oauth2/<authorization server>`. Google has one.
 */
export function openIdProviders(): (exchange: Exchange) => Promise<void> {
  const providers = new Map<string, Provider>();

  async function providerOf(organisation: Organisation, mount: string): Promise<Provider> {
    const names = [...organisation.users.values()].flatMap(({ attributes }) => Object.keys(attributes));
    const profile = [...new Set(['preferred_username', ...names])]
      .filter((name) => !/^email(_|$)/.test(name))
      .sort();
    // The provider's claims are fixed when it is created, and users may bring new ones.
    const key = JSON.stringify([organisation.host, mount, profile]);
    let provider = providers.get(key);
    if (!provider) {
      const { default: OidcProvider } = await import('oidc-provider');
      provider = new OidcProvider(
        `https://${organisation.host}${mount}`,
        configuration(organisation, mount, profile),
      );
      // TLS is terminated in front of this server.
      provider.proxy = true;
      providers.set(key, provider);
    }
    return provider;
  }

  return async (exchange) => {
    const { organisation, message, outgoing, url } = exchange;
    const mount = isGoogle(organisation) ? '' : mountOf(url.pathname);
    const provider = await providerOf(organisation, mount);
    message.headers['x-forwarded-proto'] = 'https';
    if (url.pathname.startsWith(`${mount}/interaction/`)) {
      const user = organisation.sessions.get(sessionOf(exchange) ?? '');
      if (!user) return askToSignIn(exchange);
      return provider.interactionFinished(message, outgoing, { login: { accountId: user.id } });
    }
    // Tells the provider where it is mounted (as Express does).
    Object.assign(message, { originalUrl: message.url, url: message.url?.slice(mount.length) });
    await provider.callback()(message, outgoing);
  };
}
