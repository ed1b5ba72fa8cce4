import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { Construct } from 'constructs';
import type { Tokens } from '../../environments/schema';
import type { PoolProvider } from './provider-settings';

/** Who may sign in through a client beside, or instead of, users with a password of this pool. */
export interface Federation {
  /** Identity providers of the pool; the client waits for them. */
  providers: readonly PoolProvider[];
  /**
   * Attributes of the pool that providers map. The client must be allowed to write them, because Cognito
   * writes them in its name at every sign-in.
   */
  mapped: readonly string[];
  /** Whether the pool's own users and passwords are let in too. */
  passwords: boolean;
}

export interface AppClientsProps {
  pool: CognitoUserPool;
  tokens: Tokens;
  callbackUrls: string[];
  logoutUrls: string[];
  /** Attributes that clients may read, beside name and email address. */
  readable: readonly string[];
  /** Attributes that the web client may write, beside name and email address and what a provider maps. */
  writable?: readonly string[];
  /** Let the web client offer a choice of first factors, which passkeys need. */
  chooseFactor?: boolean;
  /** Left out: only the pool's own users, with their passwords. */
  federation?: Federation | undefined;
}

/** The clients of one pool. */
export interface AppClients {
  /** The application in the browser: public, authorization code with PKCE. */
  web: CognitoUserPoolClient;
  /** What `fleet probe` signs in with: no OAuth, and only for callers whom IAM lets. */
  probe: CognitoUserPoolClient;
}

const names = ['family_name', 'given_name', 'name'];

/** Cognito itself says whether an address is verified, or takes a provider's word; no client may write these. */
const verified = ['email_verified', 'phone_number_verified'];

const sorted = (attributes: readonly string[]) => [...new Set(attributes)].sort();

const shared = ({ pool, tokens }: Pick<AppClientsProps, 'pool' | 'tokens'>) => ({
  userPoolId: pool.id,
  // A browser and a repository of tests can keep no secret, and Terraform would keep it in the state.
  generateSecret: false,
  preventUserExistenceErrors: 'ENABLED',
  enableTokenRevocation: true,
  enablePropagateAdditionalUserContextData: false,
  authSessionValidity: 3,
  accessTokenValidity: tokens.accessMinutes,
  idTokenValidity: tokens.idMinutes,
  refreshTokenValidity: tokens.refreshHours,
  tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' }],
});

/**
 * The application's client, at `<scope>_web-client`.
 *
 * Attributes are always listed: left out, a client may write every standard attribute. Its tokens never carry
 * the scope `aws.cognito.signin.user.admin`, without which nobody can change their own attributes; where
 * passwords are allowed, the API's own sign-in does carry it.
 */
export function webClient(scope: Construct, props: AppClientsProps): CognitoUserPoolClient {
  const { callbackUrls, logoutUrls, readable, writable = [], chooseFactor, federation } = props;
  const { providers = [], mapped = [], passwords = true } = federation ?? {};
  return new CognitoUserPoolClient(scope, 'web-client', {
    ...shared(props),
    name: 'web',
    supportedIdentityProviders: [...(passwords ? ['COGNITO'] : []), ...providers.map(({ name }) => name)],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['code'],
    allowedOauthScopes: ['email', 'openid', 'profile'],
    explicitAuthFlows: [
      'ALLOW_REFRESH_TOKEN_AUTH',
      ...(chooseFactor ? ['ALLOW_USER_AUTH'] : []),
      ...(passwords ? ['ALLOW_USER_SRP_AUTH'] : []),
    ],
    callbackUrls,
    logoutUrls,
    readAttributes: sorted(['email', 'email_verified', ...names, ...readable, ...mapped]),
    writeAttributes: sorted([
      'email',
      ...names,
      ...writable,
      ...mapped.filter((name) => !verified.includes(name)),
    ]),
    // Not every name is a reference.
    dependsOn: providers.length > 0 ? providers.map(({ resource }) => resource) : undefined,
  });
}

/**
 * The web client and, at `<scope>_probe-client`, the probe's. The second waits for the first: Cognito refuses
 * changes to two clients of one pool at once (ConcurrentModificationException, terraform-provider-aws#19794).
 */
export function appClients(scope: Construct, props: AppClientsProps): AppClients {
  const web = webClient(scope, props);
  const probe = new CognitoUserPoolClient(scope, 'probe-client', {
    ...shared(props),
    name: 'probe',
    allowedOauthFlowsUserPoolClient: false,
    explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    readAttributes: ['email', 'email_verified', ...props.readable],
    writeAttributes: ['name'],
    dependsOn: [web],
  });
  return { web, probe };
}
