import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';
import { registryArns } from './tables';

/**
 * Finding policy stores and pools, and asking stores what they decide, which changes nothing. The list of a store's
 * policies tells which names the deciding ones have.
 */
function ask(scope: Scope): Statement[] {
  const registries = registryArns(scope);
  if (registries.length === 0) return [];
  return [
    allow('FindPolicyStores', ['dynamodb:GetItem'], registries),
    // ARNs of policy stores have no region, and AWS makes up their ids.
    allow(
      'AskPolicyStores',
      [
        'verifiedpermissions:IsAuthorized',
        'verifiedpermissions:IsAuthorizedWithToken',
        'verifiedpermissions:ListPolicies',
      ],
      [`arn:aws:verifiedpermissions::${scope.id}:policy-store/*`],
    ),
  ];
}

/**
 * Signing in synthetic users of its own. It may not set the password of a user who has one, nor put anybody into a
 * group, so it can become nobody who was there before, and nobody with rights. IAM knows no condition on a user's name:
 * it could delete any user.
 */
function signIn(scope: Scope): Statement[] {
  const { environment, account } = scope;
  const cells = hasCells(scope);
  if (!cells && !environment.accounts[account]?.flows.includes('customer')) return [];
  return [
    allow(
      'SignSyntheticUsersIn',
      [
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminDeleteUser',
        'cognito-idp:AdminInitiateAuth',
        'cognito-idp:AdminRespondToAuthChallenge',
        'cognito-idp:ListUsers',
      ],
      [arn(scope, 'cognito-idp', 'userpool/*')],
      taggedOurs(scope),
    ),
    ...(cells
      ? [
          allow(
            'MapSyntheticUsers',
            ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
            [tableArn(environment, account, '*', tables(environment).tenantUsers)],
          ),
        ]
      : []),
  ];
}

/** What `fleet probe`, and the gates of a rollout, may do in an account; nothing where it has neither flows nor cells. */
export const probe = (scope: Scope): Statement[] => [...ask(scope), ...signIn(scope)];
