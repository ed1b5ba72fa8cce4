import type { EnvironmentCheck } from './check';
import { identityPools } from './identity-pools';

/**
 * Rights that allow privilege escalation: over users, roles and accounts, over policies (except asking for a
 * decision), and over the code of functions. No signed-in user gets any of them.
 */
const escalating = [
  /^(cognito-idp|cognito-identity|iam|identitystore|organizations|sso|sso-directory|sts):/,
  /^verifiedpermissions:(?!(Batch)?IsAuthorized)/,
  /^lambda:(?!Invoke)/,
];

/** Credentials from an identity pool can never change who may do what. */
export const identityPoolRights: EnvironmentCheck = ({ file, environment }) =>
  identityPools(environment)
    .flatMap(({ path, pool: { roles, unauthenticated } }) => [
      ...roles.map(({ statements }, index) => ({ at: [...path, 'roles', index], statements })),
      ...(unauthenticated
        ? [{ at: [...path, 'unauthenticated'], statements: unauthenticated.statements }]
        : []),
    ])
    .flatMap(({ at, statements }) =>
      statements.flatMap(({ actions }, statement) =>
        actions.flatMap((action, index) =>
          escalating.some((rights) => rights.test(action))
            ? [
                {
                  file,
                  path: [...at, 'statements', statement, 'actions', index],
                  message: 'would let people who sign in change who may do what',
                  remedy: 'remove it; only the deploy role may have such rights',
                },
              ]
            : [],
        ),
      ),
    );
