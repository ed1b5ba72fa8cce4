import type { EnvironmentCheck } from './check';

const message = 'a production environment requires MFA';

/** In production no pool has MFA off, unless the environment gives up that protection with a reason. */
export const productionMfa: EnvironmentCheck = ({ file, environment, tenants }) => {
  const { production, relaxations } = environment;
  if (!production || !relaxations || relaxations.some(({ protection }) => protection === 'mfa')) return [];
  return [
    ...(['customer', 'tenants'] as const)
      .filter((pool) => environment[pool]?.mfa === 'OFF')
      .map((pool) => ({
        file,
        path: [pool, 'mfa'],
        message,
        remedy: `write 'ON' or 'OPTIONAL', or give it up on purpose: relaxations: [{ protection: 'mfa', reason: '…' }]`,
      })),
    ...tenants
      .filter(({ tenant }) => tenant.mfa === 'OFF')
      .map(({ file: tenantFile }) => ({
        file: tenantFile,
        path: ['mfa'],
        message,
        remedy: `write "ON" or "OPTIONAL"; to give it up on purpose, add a relaxation of "mfa" to ${file}`,
      })),
  ];
};
