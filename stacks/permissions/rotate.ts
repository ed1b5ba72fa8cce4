import { clientSecrets } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs, taggingOurs } from './scope';

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

/**
 * Rights to rotate client secrets, if an account has or may have confidential clients. They include reading
 * these secrets, and so signing in as a service: hence a separate role. It deletes no secret in Secrets Manager, and
 * changes nothing else about a client or a pool; IAM cannot name a single client.
 */
export function rotate(scope: Scope): Statement[] {
  const { environment, account } = scope;
  if (!hasCells(scope) && !environment.accounts[account]?.flows.includes('machine')) return [];
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  const secrets = [arn(scope, 'secretsmanager', `secret:${clientSecrets(environment)}*`)];
  return [
    // `*`: listing pools has no resource level.
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
