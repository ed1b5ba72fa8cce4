import { allow, type ServiceRights, type Statement } from './document';
import { withoutSecret } from './identity-providers';
import { arn, hasCells, type Scope, taggedOurs, taggingOurs } from './scope';

/**
 * For a custom domain, Cognito sets up a CloudFront distribution on the caller's behalf (Cognito developer guide,
 * "Using your own domain"). Granted wherever there are cells, since a tenant's file must not change rights.
 */
const customDomains = (scope: Scope): Statement[] =>
  hasCells(scope)
    ? // `*`: the distribution belongs to Cognito, and its id is not known to us.
      [allow('ServeCustomDomains', ['cloudfront:UpdateDistribution'], ['*'])]
    : [];

/**
 * Providers that Terraform itself manages, if there may be any. IAM cannot name a single provider, so these rights also
 * cover those with a secret in the same pools; none of our resources reads them
 * (docs/decisions/0013-providers-with-a-secret.md).
 */
const samlProviders = (scope: Scope, actions: readonly string[], sid: string): Statement[] =>
  withoutSecret(scope)
    ? [allow(sid, actions, [arn(scope, 'cognito-idp', 'userpool/*')], taggedOurs(scope))]
    : [];

/** User pools and everything inside them, identified by tag, since Cognito generates pool ids. */
export function cognito(scope: Scope): ServiceRights {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  return {
    read: [
      // DescribeUserPoolClient also returns the generated secret of a machine client, but planning needs it
      // (docs/decisions/0006-machine-client-secrets.md). All other clients are public.
      allow(
        'ReadPools',
        [
          'cognito-idp:DescribeResourceServer',
          'cognito-idp:DescribeRiskConfiguration',
          'cognito-idp:DescribeUserPool',
          'cognito-idp:DescribeUserPoolClient',
          'cognito-idp:GetGroup',
          'cognito-idp:GetLogDeliveryConfiguration',
          'cognito-idp:GetUICustomization',
          'cognito-idp:GetUserPoolMfaConfig',
          'cognito-idp:ListTagsForResource',
          'cognito-idp:ListUserPoolClients',
          // For changes that the plan hides: docs/hidden-changes.md.
          'cognito-idp:ListUserPoolReplicas',
        ],
        pools,
        taggedOurs(scope),
      ),
      ...samlProviders(scope, ['cognito-idp:DescribeIdentityProvider'], 'ReadSamlProviders'),
      // `*`: these two have no resource level; a domain is looked up by its prefix, before its pool is known.
      allow('FindPools', ['cognito-idp:DescribeUserPoolDomain', 'cognito-idp:ListUserPools'], ['*']),
    ],
    write: [
      ...customDomains(scope),
      // `*`: the pool does not exist yet; it must be created with our tags.
      allow('CreatePools', ['cognito-idp:CreateUserPool'], ['*'], taggingOurs(scope)),
      // Tagging on creation needs this right too, before the pool has any tag.
      allow('TagNewPools', ['cognito-idp:TagResource'], pools, taggingOurs(scope)),
      allow(
        'ChangePools',
        [
          'cognito-idp:AddCustomAttributes',
          'cognito-idp:CreateGroup',
          'cognito-idp:CreateResourceServer',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:CreateUserPoolDomain',
          'cognito-idp:DeleteGroup',
          'cognito-idp:DeleteResourceServer',
          'cognito-idp:DeleteUserPool',
          'cognito-idp:DeleteUserPoolClient',
          'cognito-idp:DeleteUserPoolDomain',
          'cognito-idp:SetLogDeliveryConfiguration',
          'cognito-idp:SetRiskConfiguration',
          'cognito-idp:SetUICustomization',
          'cognito-idp:SetUserPoolMfaConfig',
          'cognito-idp:TagResource',
          'cognito-idp:UntagResource',
          'cognito-idp:UpdateGroup',
          'cognito-idp:UpdateResourceServer',
          'cognito-idp:UpdateUserPool',
          'cognito-idp:UpdateUserPoolClient',
          'cognito-idp:UpdateUserPoolDomain',
        ],
        pools,
        taggedOurs(scope),
      ),
      ...samlProviders(
        scope,
        [
          'cognito-idp:CreateIdentityProvider',
          'cognito-idp:DeleteIdentityProvider',
          'cognito-idp:UpdateIdentityProvider',
        ],
        'ChangeSamlProviders',
      ),
    ],
  };
}
