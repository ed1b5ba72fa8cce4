import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Tenant } from '../../environments/schema';

/**
 * A host name of the tenant's own for its sign-in pages, at `<tenant>_custom-domain`, beside the prefix domain and
 * not instead of it: identity providers know the prefix domain as ours, and people can sign in there while DNS
 * and certificate of the new name are still on their way. Cognito allows a pool one of each.
 *
 * The name leads to a CloudFront distribution, which the output `<tenant>_custom-domain-target` names for DNS.
 * Cognito makes the domain only when the domain above it has an A record already.
 */
export function customDomain(
  scope: Construct,
  pool: CognitoUserPool,
  prefixDomain: CognitoUserPoolDomain,
  { domain, certificateArn }: NonNullable<Tenant['customDomain']>,
): CognitoUserPoolDomain {
  const custom = new CognitoUserPoolDomain(scope, 'custom-domain', {
    domain,
    certificateArn,
    userPoolId: pool.id,
    managedLoginVersion: 1,
    // Cognito takes one change of a pool at a time (ConcurrentModificationException).
    dependsOn: [prefixDomain],
  });
  new TerraformOutput(scope, 'custom-domain-target', { value: custom.cloudfrontDistribution });
  return custom;
}
