import { clientSecrets } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs, taggingOurs } from './scope';

/** Secrets that lie under the environment's own key are sealed and opened with it, through Secrets Manager alone. */
function useKey(scope: Scope): Statement[] {
  const { regions, rotation } = scope.environment;
  const { secretsKey } = rotation;
  if (!secretsKey) return [];
  return [
    // Only the alias tells which key: AWS makes up its id.
    allow('UseSecretsKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [arn(scope, 'kms', 'key/*')], {
      StringEquals: { 'kms:ViaService': regions.map((region) => `secretsmanager.${region}.amazonaws.com`) },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [secretsKey] },
    }),
  ];
}

/**
 * What rotating client secrets takes, where an account has confidential clients or may have them. It knows what is in
 * these secrets, and so could sign in as a service: hence a role of its own. It deletes no secret of Secrets Manager, and
 * changes nothing else of a client or a pool; IAM knows no single client.
 */
export function rotate(scope: Scope): Statement[] {
  const { environment, account } = scope;
  if (!hasCells(scope) && !environment.accounts[account]?.flows.includes('machine')) return [];
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  const secrets = [arn(scope, 'secretsmanager', `secret:${clientSecrets(environment)}*`)];
  return [
    // `*`: listing pools knows no resource.
    allow('FindPools', ['cognito-idp:ListUserPools'], ['*']),
    allow(
      'ChangeClientSecrets',
      [
        'cognito-idp:AddUserPoolClientSecret',
        'cognito-idp:DeleteUserPoolClientSecret',
        'cognito-idp:DescribeUserPoolClient',
        'cognito-idp:ListUserPoolClientSecrets',
        'cognito-idp:ListUserPoolClients',
      ],
      pools,
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
