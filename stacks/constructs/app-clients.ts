import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { Construct } from 'constructs';
import type { Tokens } from '../../environments/schema';

export interface AppClientsProps {
  pool: CognitoUserPool;
  tokens: Tokens;
  callbackUrls: string[];
  logoutUrls: string[];
  /** Custom attributes that clients may read. None can be written through a client. */
  readable: readonly string[];
}

/** The clients of one pool. */
export interface AppClients {
  /** The application in the browser: public, authorization code with PKCE. */
  web: CognitoUserPoolClient;
  /** What `fleet probe` signs in with: no OAuth, and only for callers whom IAM lets. */
  probe: CognitoUserPoolClient;
}

const names = ['family_name', 'given_name', 'name'];

/**
 * The app clients, at `<scope>_web-client` and `<scope>_probe-client`. The second waits for the first:
 * Cognito refuses changes to two clients of one pool at once (ConcurrentModificationException,
 * terraform-provider-aws#19794).
 *
 * Attributes are always listed: left out, a client may write every standard attribute.
 */
export function appClients(scope: Construct, props: AppClientsProps): AppClients {
  const { pool, tokens, callbackUrls, logoutUrls, readable } = props;
  const shared = {
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
  };
  const web = new CognitoUserPoolClient(scope, 'web-client', {
    ...shared,
    name: 'web',
    supportedIdentityProviders: ['COGNITO'],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['code'],
    allowedOauthScopes: ['email', 'openid', 'profile'],
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
    callbackUrls,
    logoutUrls,
    readAttributes: ['email', 'email_verified', ...names, ...readable],
    writeAttributes: ['email', ...names],
  });
  const probe = new CognitoUserPoolClient(scope, 'probe-client', {
    ...shared,
    name: 'probe',
    allowedOauthFlowsUserPoolClient: false,
    explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    readAttributes: ['email', 'email_verified', ...readable],
    writeAttributes: ['name'],
    dependsOn: [web],
  });
  return { web, probe };
}
