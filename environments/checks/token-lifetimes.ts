import type { Finding } from '../loading/finding';
import type { Tokens } from '../schema';
import type { EnvironmentCheck } from './check';

function outliving(file: string, path: readonly PropertyKey[], tokens: Tokens | undefined): Finding[] {
  if (!tokens) return [];
  return (['accessMinutes', 'idMinutes'] as const)
    .filter((token) => tokens[token] > tokens.refreshHours * 60)
    .map((token) => ({
      file,
      path: [...path, token],
      cause: `${file}: ${[...path].join('.')} refreshHours`,
      message: `outlives the refresh token of ${tokens.refreshHours} h`,
      remedy: `use at most ${tokens.refreshHours * 60} minutes, or raise refreshHours`,
    }));
}

/** Cognito refuses access and ID tokens that outlive the refresh token. */
export const tokenLifetimes: EnvironmentCheck = ({ file, environment, tenants }) => [
  ...(['customer', 'internal', 'tenants'] as const).flatMap((pool) =>
    outliving(file, [pool, 'tokens'], environment[pool]?.tokens),
  ),
  ...tenants.flatMap(({ file, tenant }) => outliving(file, ['tokens'], tenant.tokens)),
];
