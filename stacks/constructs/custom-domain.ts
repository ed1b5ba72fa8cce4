import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Tenant } from '../../environments/schema';

/**
 * The tenant's own host name for its sign-in pages, at `<tenant>_custom-domain`, in addition to the prefix domain:
 * identity providers have the prefix domain on record, and users can sign in there until DNS and certificate
 * of the new name are in place. Cognito allows a pool one of each.
 *
 * The name must point to a CloudFront distribution; the output `<tenant>_custom-domain-target` is its DNS target.
 * Cognito creates the domain only if its parent domain already has an A record.
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
    // Cognito accepts one change to a pool at a time (ConcurrentModificationException).
    dependsOn: [prefixDomain],
  });
  new TerraformOutput(scope, 'custom-domain-target', { value: custom.cloudfrontDistribution });
  return custom;
}
