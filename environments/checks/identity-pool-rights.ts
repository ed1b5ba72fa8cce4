import type { EnvironmentCheck } from './check';
import { identityPools } from './identity-pools';

/**
 * Rights that turn into more rights: over users, roles and accounts, over policies other than asking for a
 * decision, and over the code of functions. Whoever signs in gets none of them.
 */
const escalating = [
  /^(cognito-idp|cognito-identity|iam|identitystore|organizations|sso|sso-directory|sts):/,
  /^verifiedpermissions:(?!(Batch)?IsAuthorized)/,
  /^lambda:(?!Invoke)/,
];

/** Credentials of an identity pool never change who may do what. */
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
                  remedy: 'remove it; such rights belong to the deploy role alone',
                },
              ]
            : [],
        ),
      ),
    );
