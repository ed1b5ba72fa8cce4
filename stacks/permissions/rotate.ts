import { clientSecrets } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs, taggingOurs } from './scope';

/** Secrets of tenants' providers. By prefix, so that a new tenant does not change its account's rights. */
const tenantSecrets = 'fleet/tenants/*';

const has = ({ environment, account }: Scope, flow: 'customer' | 'internal' | 'machine'): boolean =>
  environment.accounts[account]?.flows.includes(flow) ?? false;

/** Names of the secrets of the environment's own flows in this account. */
function ownSecrets(scope: Scope): string[] {
  const { customer, internal } = scope.environment;
  const social = has(scope, 'customer') ? Object.values(customer.socialProviders ?? {}) : [];
  const oidc = has(scope, 'internal') ? internal?.okta.oidc : undefined;
  return [...social, oidc].flatMap((provider) => (provider ? [provider.secretName] : [])).sort();
}

/**
 * Secrets Manager appends a hyphen and six characters to a name; `?` is one of them. A request for a missing secret is
 * checked against its plain name: without that right, a missing secret would look like a missing right.
 */
const federationSecrets = (scope: Scope): string[] => [
  ...ownSecrets(scope).flatMap((name) => [
    arn(scope, 'secretsmanager', `secret:${name}`),
    arn(scope, 'secretsmanager', `secret:${name}-??????`),
  ]),
  ...(hasCells(scope) ? [arn(scope, 'secretsmanager', `secret:${tenantSecrets}`)] : []),
];

/** Use of the environment's own secrets key, if it has one, only through Secrets Manager. */
function useKey(scope: Scope): Statement[] {
  const { regions, rotation } = scope.environment;
  const { secretsKey } = rotation;
  if (!secretsKey) return [];
  return [
    // The condition on the alias selects the key: AWS generates its id.
    allow('UseSecretsKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [arn(scope, 'kms', 'key/*')], {
      StringEquals: { 'kms:ViaService': regions.map((region) => `secretsmanager.${region}.amazonaws.com`) },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [secretsKey] },
    }),
  ];
}

const pools = (scope: Scope) => [arn(scope, 'cognito-idp', 'userpool/*')];

/** Giving app clients new secrets, and storing these where callers fetch them. */
function rotateClients(scope: Scope): Statement[] {
  const secrets = [arn(scope, 'secretsmanager', `secret:${clientSecrets(scope.environment)}*`)];
  return [
    allow(
      'ChangeClientSecrets',
      [
        'cognito-idp:AddUserPoolClientSecret',
        'cognito-idp:DeleteUserPoolClientSecret',
        'cognito-idp:DescribeUserPoolClient',
        'cognito-idp:ListUserPoolClientSecrets',
        'cognito-idp:ListUserPoolClients',
      ],
      pools(scope),
      taggedOurs(scope),
    ),
    allow(
      'MakeSecrets',
      ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
      secrets,
      taggingOurs(scope),
    ),
    allow(
      'KeepSecrets',
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      secrets,
    ),
    ...useKey(scope),
  ];
}

/**
 * Bringing secrets of identity providers to their pools, and looking when certificates expire. A secret under a key of the
 * organisation's own is read only if that key's policy lets this role in, too.
 */
function pushSecrets(scope: Scope): Statement[] {
  const secrets = federationSecrets(scope);
  return [
    allow(
      'PushSecrets',
      [
        'cognito-idp:DescribeIdentityProvider',
        // When certificates expire: `fleet rotate --due`.
        'cognito-idp:GetSigningCertificate',
        'cognito-idp:UpdateIdentityProvider',
      ],
      pools(scope),
      taggedOurs(scope),
    ),
    ...(secrets.length > 0 ? [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], secrets)] : []),
  ];
}

/** Whether there are identity providers in the account, or may be: any tenant may bring one. */
const hasProviders = (scope: Scope): boolean => {
  const { customer, internal } = scope.environment;
  const social = has(scope, 'customer') && customer.socialProviders !== undefined;
  return hasCells(scope) || social || (has(scope, 'internal') && internal !== undefined);
};

/**
 * What rotating the secrets of an account takes. It knows what is in them, and could sign in as a service, or let people in
 * through a provider of its own: hence a role of its own. It deletes no secret of Secrets Manager, and changes nothing else of
 * a client or a pool; IAM knows no single client and no single provider.
 */
export function rotate(scope: Scope): Statement[] {
  const rights = [
    ...(hasCells(scope) || has(scope, 'machine') ? rotateClients(scope) : []),
    ...(hasProviders(scope) ? pushSecrets(scope) : []),
  ];
  if (rights.length === 0) return [];
  // `*`: listing pools knows no resource.
  return [allow('FindPools', ['cognito-idp:ListUserPools'], ['*']), ...rights];
}
