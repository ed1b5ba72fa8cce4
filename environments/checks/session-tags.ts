import type { EnvironmentCheck } from './check';
import { identityPools } from './identity-pools';

/** A session tag from a custom attribute would always be empty if the pool lacked that attribute. */
export const sessionTags: EnvironmentCheck = ({ file, environment }) =>
  identityPools(environment).flatMap(({ path, pool, declared }) =>
    Object.entries(pool.sessionTags).flatMap(([tag, claim]) =>
      claim.startsWith('custom:') && !declared.includes(claim)
        ? [
            {
              file,
              path: [...path, 'sessionTags', tag],
              message: 'the pool has no such attribute, so the tag would always be empty',
              remedy: `use a claim of the pool's ID tokens, such as "${declared[0] ?? 'sub'}"`,
            },
          ]
        : [],
    ),
  );
