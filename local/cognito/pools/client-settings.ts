import type { UpdateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import { invalid } from '../errors';

/** Settings of both creation and update; omitted ones get AWS's default, even on update. */
export type GivenClient = Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId'>;

/** Names in the pool that a client can refer to. */
export interface PoolNames {
  attributes: string[];
  requiredAttributes: string[];
  /** Custom scopes, `<resource server>/<scope>`. */
  scopes: string[];
  /** Federated identity providers. */
  providers: string[];
}

const secondsIn: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Lifetimes of a client's tokens, in seconds. AWS's defaults: one hour, one hour, 30 days. */
export function lifetimes(client: GivenClient) {
  const units = client.TokenValidityUnits ?? {};
  const span = (value: number | undefined, unit: string, otherwise: number) =>
    value ? value * (secondsIn[unit] as number) : otherwise;
  return {
    access: span(client.AccessTokenValidity, units.AccessToken ?? 'hours', 3600),
    id: span(client.IdTokenValidity, units.IdToken ?? 'hours', 3600),
    refresh: span(client.RefreshTokenValidity, units.RefreshToken ?? 'days', 30 * 86_400),
  };
}

function checkLifetimes(client: GivenClient): void {
  const { access, id, refresh } = lifetimes(client);
  for (const [name, value] of Object.entries({ AccessTokenValidity: access, IdTokenValidity: id })) {
    if (value < 300 || value > 86_400)
      throw invalid(`Invalid range for token validity: ${name} is ${value} s.`);
    if (value > refresh)
      throw invalid(`Invalid range for token validity: ${name} exceeds RefreshTokenValidity.`);
  }
  if (refresh < 3600 || refresh > 3650 * 86_400)
    throw invalid(`Invalid range for token validity: RefreshTokenValidity is ${refresh} s.`);
}

const standardScopes = ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin'];

/**
 * Schemes with which a browser would run or open something. Whether Cognito accepts them is not documented; we never
 * do.
 */
const foreignScheme = /^(about|blob|data|file|ftp|javascript|vbscript|wss?):/i;

/**
 * URLs to which a browser can be redirected: https; http on localhost, 127.0.0.1 and [::1], any port; an app's own
 * scheme; no fragment; at most 100, each of at most 1,024 characters (API reference, CreateUserPoolClient).
 */
function checkRedirects(name: string, urls: readonly string[]): void {
  if (urls.length > 100)
    throw invalid(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to 100`,
    );
  for (const url of urls) {
    if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,1024}$/u.test(url))
      throw invalid(
        `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`,
      );
    if (url.includes('#')) throw invalid(`${url} cannot use fragment`);
    if (/^http:/i.test(url) && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(url))
      throw invalid(`${url} cannot use the HTTP protocol.`);
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url) || foreignScheme.test(url) || !URL.canParse(url))
      throw invalid(`${url} is not a valid redirect URL.`);
  }
}

function checkOAuth(client: GivenClient, names: PoolNames, hasSecret: boolean): void {
  const flows = client.AllowedOAuthFlows ?? [];
  const scopes = client.AllowedOAuthScopes ?? [];
  if (flows.includes('client_credentials')) {
    const refuse = (why: string) => {
      throw new AwsError('InvalidOAuthFlowException', why);
    };
    if (flows.length > 1)
      refuse('client_credentials flow can not be selected along with code flow or implicit flow.');
    if (!hasSecret)
      refuse('client_credentials flow can not be selected if client does not have a client secret.');
  }
  const unknown = scopes.find((scope) => !standardScopes.includes(scope) && !names.scopes.includes(scope));
  if (unknown) throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  if (client.AllowedOAuthFlowsUserPoolClient && (!flows.length || !scopes.length))
    throw invalid(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  const callbacks = client.CallbackURLs ?? [];
  if (client.DefaultRedirectURI && !callbacks.includes(client.DefaultRedirectURI))
    throw invalid('DefaultRedirectURI must be in the list of CallbackURLs.');
  checkRedirects('callbackURLs', callbacks);
  checkRedirects('logoutURLs', client.LogoutURLs ?? []);
}

function checkFlows({ ExplicitAuthFlows: flows = [], RefreshTokenRotation: rotation }: GivenClient): void {
  const old = flows.filter((flow) => !flow.startsWith('ALLOW_'));
  if (old.length && old.length < flows.length)
    throw invalid(
      'ADMIN_NO_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY and USER_PASSWORD_AUTH cannot be used along with ALLOW_ values.',
    );
  if (rotation?.Feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH'))
    throw invalid('Refresh token rotation cannot be enabled along with ALLOW_REFRESH_TOKEN_AUTH.');
}

/** Refuses what Cognito refuses in a client. Throws InvalidParameterException and others. */
export function checkClient(
  client: GivenClient,
  names: PoolNames,
  hasSecret: boolean,
  doing: 'creating' | 'updating',
) {
  checkLifetimes(client);
  checkOAuth(client, names, hasSecret);
  checkFlows(client);
  for (const [kind, list] of [
    ['read', client.ReadAttributes],
    ['write', client.WriteAttributes],
  ] as const) {
    const unknown = list?.find((name) => !names.attributes.includes(name));
    const left =
      kind === 'write' && list?.length
        ? names.requiredAttributes.find((name) => !list.includes(name))
        : undefined;
    if (unknown ?? left) throw invalid(`Invalid ${kind} attributes specified while ${doing} a client`);
  }
  const provider = client.SupportedIdentityProviders?.find(
    (name) => name !== 'COGNITO' && !names.providers.includes(name),
  );
  if (provider) throw invalid(`The provider ${provider} does not exist for this user pool.`);
}

/** The part of a client's description that requests set, with AWS's defaults for omitted settings. */
export const describeClient = (given: GivenClient): GivenClient => ({
  ...given,
  RefreshTokenValidity: given.RefreshTokenValidity || 30,
  AllowedOAuthFlowsUserPoolClient: given.AllowedOAuthFlowsUserPoolClient ?? false,
  EnableTokenRevocation: given.EnableTokenRevocation ?? true,
  EnablePropagateAdditionalUserContextData: given.EnablePropagateAdditionalUserContextData ?? false,
  AuthSessionValidity: given.AuthSessionValidity ?? 3,
});
