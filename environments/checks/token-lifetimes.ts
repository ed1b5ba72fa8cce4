import type { EnvironmentCheck } from './check';

/** Cognito refuses access and ID tokens that outlive the refresh token. */
export const tokenLifetimes: EnvironmentCheck = ({ file, environment }) =>
  (['customer', 'tenants'] as const).flatMap((pool) => {
    const tokens = environment[pool]?.tokens;
    if (!tokens) return [];
    return (['accessMinutes', 'idMinutes'] as const)
      .filter((token) => tokens[token] > tokens.refreshHours * 60)
      .map((token) => ({
        file,
        path: [pool, 'tokens', token],
        message: `outlives the refresh token of ${tokens.refreshHours} h`,
        remedy: `use at most ${tokens.refreshHours * 60} minutes, or raise refreshHours`,
      }));
  });
