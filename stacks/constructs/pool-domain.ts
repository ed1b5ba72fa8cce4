import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import type { Construct } from 'constructs';

/**
 * The pool's sign-in domain, at `<scope>_domain`; `prefix` comes from `names.domainPrefix`.
 *
 * The classic hosted pages (version 1), because managed login (version 2) shows nothing for a client without
 * a branding style, and this provider has no resource for one (`aws_cognito_managed_login_branding` came with 6.x).
 */
export const poolDomain = (scope: Construct, pool: CognitoUserPool, prefix: string): CognitoUserPoolDomain =>
  new CognitoUserPoolDomain(scope, 'domain', {
    domain: prefix,
    userPoolId: pool.id,
    managedLoginVersion: 1,
  });
