import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';

/** Where secrets of tenants' providers are. By prefix, so that a new tenant changes no right of its account. */
const tenantSecrets = 'fleet/tenants/*';

/** Names of the secrets that the environment's own flows have in this account. */
function ownSecrets({ environment, account }: Scope): string[] {
  const flows = environment.accounts[account]?.flows ?? [];
  const social = flows.includes('customer') ? Object.values(environment.customer.socialProviders ?? {}) : [];
  const oidc = flows.includes('internal') ? environment.internal?.okta.oidc : undefined;
  return [...social, oidc].flatMap((provider) => (provider ? [provider.secretName] : [])).sort();
}

/**
 * Secrets Manager appends a hyphen and six characters to a name; `?` is one of them. A secret that doesn't exist has no
 * such characters, and is asked for by its plain name: without that right, a missing secret would look like a missing right.
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
 * Marking a tenant as suspended in the registry, and taking the mark away. The mark is an item beside the tenant's own;
 * the condition on attributes keeps everything that the tenant's own says, such as the pool that is trusted, out of reach
 * ("Using IAM policy conditions for fine-grained access control", DynamoDB developer guide; for an update it asks to limit
 * what is returned, too).
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
 * What operating the pools of an account takes: signing users out everywhere, suspending a tenant, and pushing a provider's
 * secret from Secrets Manager to its pool. It makes, changes and reads nothing else, and lets nobody in. A secret under a
 * key of the organisation's own is read only if that key's policy lets this role in, too.
 */
export function operate(scope: Scope): Statement[] {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  const secrets = secretArns(scope);
  return [
    // `*`: listing pools knows no resource.
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
        // When certificates expire: `fleet rotate --due`.
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
