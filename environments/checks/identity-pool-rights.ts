import type { EnvironmentCheck } from './check';
import { identityPools } from './identity-pools';

/** Services through which rights turn into more rights: whoever signs in gets none of them. */
const escalating = ['cognito-idp', 'cognito-identity', 'iam', 'organizations', 'sso', 'sts'];

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
          escalating.some((service) => action.startsWith(`${service}:`))
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
