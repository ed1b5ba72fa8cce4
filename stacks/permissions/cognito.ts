import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope, taggedOurs, taggingOurs } from './scope';

/**
 * A custom domain makes Cognito set up a CloudFront distribution in the caller's name (Cognito developer guide,
 * "Using your own domain"). Where there are cells, since a tenant's file must not change rights.
 */
const customDomains = ({ environment, account }: Scope): Statement[] =>
  Object.values(environment.cells).some((cell) => cell.account === account)
    ? // `*`: the distribution belongs to Cognito, and nobody else knows its id.
      [allow('ServeCustomDomains', ['cloudfront:UpdateDistribution'], ['*'])]
    : [];

/** User pools and everything inside them, told apart by tag: Cognito makes up pool ids. */
export function cognito(scope: Scope): ServiceRights {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  return {
    read: [
      // DescribeUserPoolClient also returns the secret of a machine client that Cognito made with it: planning
      // cannot do without (docs/decisions/0006-machine-client-secrets.md). All other clients are public. Nor can it
      // do without DescribeIdentityProvider, which shows a provider's secret once that has been pushed (0007).
      allow(
        'ReadPools',
        [
          'cognito-idp:DescribeIdentityProvider',
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
        ],
        pools,
        taggedOurs(scope),
      ),
      // `*`: these two know no resource; a domain is looked up by its prefix, before its pool is known.
      allow('FindPools', ['cognito-idp:DescribeUserPoolDomain', 'cognito-idp:ListUserPools'], ['*']),
    ],
    write: [
      ...customDomains(scope),
      // `*`: there is no pool yet; it must be born with our tags.
      allow('CreatePools', ['cognito-idp:CreateUserPool'], ['*'], taggingOurs(scope)),
      // Tagging on creation asks for this right too, before the pool has any tag.
      allow('TagNewPools', ['cognito-idp:TagResource'], pools, taggingOurs(scope)),
      allow(
        'ChangePools',
        [
          'cognito-idp:AddCustomAttributes',
          'cognito-idp:CreateGroup',
          'cognito-idp:CreateIdentityProvider',
          'cognito-idp:CreateResourceServer',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:CreateUserPoolDomain',
          'cognito-idp:DeleteGroup',
          'cognito-idp:DeleteIdentityProvider',
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
          'cognito-idp:UpdateIdentityProvider',
          'cognito-idp:UpdateResourceServer',
          'cognito-idp:UpdateUserPool',
          'cognito-idp:UpdateUserPoolClient',
          'cognito-idp:UpdateUserPoolDomain',
        ],
        pools,
        taggedOurs(scope),
      ),
    ],
  };
}
