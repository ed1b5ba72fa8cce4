import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';

/** Secrets of tenants' providers. By prefix, so that a new tenant does not change its account's rights. */
const tenantSecrets = 'fleet/tenants/*';

/** Names of the secrets of the environment's own flows in this account. */
function ownSecrets({ environment, account }: Scope): string[] {
  const flows = environment.accounts[account]?.flows ?? [];
  const social = flows.includes('customer') ? Object.values(environment.customer.socialProviders ?? {}) : [];
  const oidc = flows.includes('internal') ? environment.internal?.okta.oidc : undefined;
  return [...social, oidc].flatMap((provider) => (provider ? [provider.secretName] : [])).sort();
}

/**
 * Secrets Manager appends a hyphen and six characters to a name; `?` is one of them. A request for a missing secret is
 * checked against its plain name: without that right, a missing secret would look like a missing right.
 */
const secretArns = (scope: Scope): string[] => {
  return [
    ...ownSecrets(scope).flatMap((name) => [
      arn(scope, 'secretsmanager', `secret:${name}`),
      arn(scope, 'secretsmanager', `secret:${name}-??????`),
    ]),
    ...(hasCells(scope) ? [arn(scope, 'secretsmanager', `secret:${tenantSecrets}`)] : []),
  ];
};

/**
 * Marking a tenant as suspended in the registry, and removing the mark. The mark is a separate item from the tenant's;
 * the condition on attributes keeps the tenant's own attributes, such as the trusted pool, out of reach
 * ("Using IAM policy conditions for fine-grained access control", DynamoDB developer guide, which for updates also
 * requires limiting what is returned).
 */
const suspendTenants = ({ environment, account }: Scope): Statement =>
  allow(
    'SuspendTenants',
    ['dynamodb:UpdateItem'],
    [tableArn(environment, account, '*', tables(environment).tenantRegistry)],
    {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenant_id', 'region', 'suspended_at'] },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
    },
  );

/**
 * Rights to operate an account's pools: signing users out everywhere, suspending a tenant, and pushing a provider's
 * secret from Secrets Manager to its pool. It creates, changes and reads nothing else, and lets nobody in. A secret
 * under the organisation's own key is readable only if that key's policy admits this role too.
 */
export function operate(scope: Scope): Statement[] {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  const secrets = secretArns(scope);
  return [
    // `*`: listing pools has no resource level.
    allow('FindPools', ['cognito-idp:ListUserPools'], ['*']),
    allow(
      'SignUsersOut',
      [
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminUserGlobalSignOut',
        'cognito-idp:DescribeUserPool',
        'cognito-idp:ListUsers',
      ],
      pools,
      taggedOurs(scope),
    ),
    allow(
      'PushSecrets',
      [
        'cognito-idp:DescribeIdentityProvider',
        // `fleet rotate --due` reads when certificates expire.
        'cognito-idp:GetSigningCertificate',
        'cognito-idp:ListIdentityProviders',
        'cognito-idp:UpdateIdentityProvider',
      ],
      pools,
      taggedOurs(scope),
    ),
    ...(hasCells(scope) ? [suspendTenants(scope)] : []),
    ...(secrets.length > 0 ? [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], secrets)] : []),
  ];
}
