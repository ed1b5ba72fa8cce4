import type { EnvironmentCheck } from './check';

/** In production no pool has MFA off, unless the environment gives that protection up with a reason. */
export const productionMfa: EnvironmentCheck = ({ file, environment }) => {
  const { production, relaxations } = environment;
  if (!production || !relaxations || relaxations.some(({ protection }) => protection === 'mfa')) return [];
  return (['customer', 'tenants'] as const)
    .filter((pool) => environment[pool]?.mfa === 'OFF')
    .map((pool) => ({
      file,
      path: [pool, 'mfa'],
      message: 'a production environment asks for MFA',
      remedy: `write 'ON' or 'OPTIONAL', or give it up on purpose: relaxations: [{ protection: 'mfa', reason: '…' }]`,
    }));
};
