import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';
import { registryArns } from './tables';

/**
 * Finding policy stores and pools, and asking stores for decisions, which changes nothing. The list of a store's
 * policies gives the names of the determining ones.
 */
function ask(scope: Scope): Statement[] {
  const registries = registryArns(scope);
  if (registries.length === 0) return [];
  return [
    allow('FindPolicyStores', ['dynamodb:GetItem'], registries),
    // ARNs of policy stores have no region, and AWS generates their ids.
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
 * Signing in its own synthetic users. It cannot set the password of a user who has one, nor put anyone into a
 * group, so it can impersonate no existing user, and no user with rights. IAM has no condition on a user's name, so
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

/** Rights of `fleet probe` and of a rollout's gates in an account; none if it has neither flows nor cells. */
export const probe = (scope: Scope): Statement[] => [...ask(scope), ...signIn(scope)];
