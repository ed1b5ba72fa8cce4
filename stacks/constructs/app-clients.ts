import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { Construct } from 'constructs';
import { serverClientName } from '../../environments/names';
import type { Tokens } from '../../environments/schema';
import type { PoolProvider } from './provider-settings';

/** Federated sign-in through a client, beside or instead of the pool's own users and passwords. */
export interface Federation {
  /** Identity providers of the pool; the client depends on them. */
  providers: readonly PoolProvider[];
  /**
   * Pool attributes that providers map. The client must be allowed to write them, because Cognito
   * writes them on its behalf at every sign-in.
   */
  mapped: readonly string[];
  /** Whether the pool's own users may sign in with passwords too. */
  passwords: boolean;
}

export interface AppClientsProps {
  pool: CognitoUserPool;
  tokens: Tokens;
  callbackUrls: string[];
  logoutUrls: string[];
  /** Attributes that clients may read, besides name and email address. */
  readable: readonly string[];
  /** Attributes that the web client may write, besides name, email address and what a provider maps. */
  writable?: readonly string[];
  /** Whether the web client offers a choice of first factors, which passkeys need. */
  chooseFactor?: boolean;
  /** Whether to add a client with a secret. */
  server?: boolean;
  /** If omitted, only the pool's own users sign in, with passwords. */
  federation?: Federation | undefined;
}

/** The clients of one pool. */
export interface AppClients {
  /** The application in the browser: public, authorization code with PKCE. */
  web: CognitoUserPoolClient;
  /** Used by `fleet probe`: no OAuth, and only for callers that IAM admits. */
  probe: CognitoUserPoolClient;
  /** An application on a server, which can keep a secret: authorization code. Only if requested. */
  server?: CognitoUserPoolClient;
}

const names = ['family_name', 'given_name', 'name'];

/** Only Cognito, or a provider it trusts, says whether an address is verified; no client may write these. */
const verified = ['email_verified', 'phone_number_verified'];

const sorted = (attributes: readonly string[]) => [...new Set(attributes)].sort();

const shared = ({ pool, tokens }: Pick<AppClientsProps, 'pool' | 'tokens'>) => ({
  userPoolId: pool.id,
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
 * Sign-in on Cognito's pages, with an authorization code.
 *
 * Attributes are always listed, since by default a client may write every standard attribute. Tokens never carry the
 * scope `aws.cognito.signin.user.admin`, which users need to change their own attributes; where passwords are allowed,
 * tokens from sign-in through the API do carry it.
 */
function pages(props: AppClientsProps) {
  const { callbackUrls, logoutUrls, readable, writable = [], federation } = props;
  const { providers = [], mapped = [], passwords = true } = federation ?? {};
  return {
    ...shared(props),
    supportedIdentityProviders: [...(passwords ? ['COGNITO'] : []), ...providers.map(({ name }) => name)],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['code'],
    allowedOauthScopes: ['email', 'openid', 'profile'],
    callbackUrls,
    logoutUrls,
    readAttributes: sorted(['email', 'email_verified', ...names, ...readable, ...mapped]),
    writeAttributes: sorted([
      'email',
      ...names,
      ...writable,
      ...mapped.filter((name) => !verified.includes(name)),
    ]),
  };
}

/** The application's client, at `<scope>_web-client`. */
export function webClient(scope: Construct, props: AppClientsProps): CognitoUserPoolClient {
  const { chooseFactor, federation } = props;
  const { providers = [], passwords = true } = federation ?? {};
  return new CognitoUserPoolClient(scope, 'web-client', {
    ...pages(props),
    name: 'web',
    // A browser cannot keep a secret.
    generateSecret: false,
    explicitAuthFlows: [
      'ALLOW_REFRESH_TOKEN_AUTH',
      ...(chooseFactor ? ['ALLOW_USER_AUTH'] : []),
      ...(passwords ? ['ALLOW_USER_SRP_AUTH'] : []),
    ],
    // Providers are listed by name, which is not always a reference.
    dependsOn: providers.length > 0 ? providers.map(({ resource }) => resource) : undefined,
  });
}

/**
 * The web client, the probe's at `<scope>_probe-client` and, if requested, one with a secret at
 * `<scope>_server-client`. Each waits for the one before: Cognito refuses concurrent changes to two clients of one pool
 * (ConcurrentModificationException, terraform-provider-aws#19794).
 */
export function appClients(scope: Construct, props: AppClientsProps): AppClients {
  const web = webClient(scope, props);
  const probe = new CognitoUserPoolClient(scope, 'probe-client', {
    ...shared(props),
    name: 'probe',
    // A repository of tests cannot keep a secret.
    generateSecret: false,
    allowedOauthFlowsUserPoolClient: false,
    explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    readAttributes: ['email', 'email_verified', ...props.readable],
    writeAttributes: ['name'],
    dependsOn: [web],
  });
  if (!props.server) return { web, probe };
  const server = new CognitoUserPoolClient(scope, 'server-client', {
    ...pages(props),
    name: serverClientName,
    // Cognito generates it and Terraform's state holds it, so bootstrap retires it:
    // docs/decisions/0006-machine-client-secrets.md.
    generateSecret: true,
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    dependsOn: [probe],
  });
  return { web, probe, server };
}
