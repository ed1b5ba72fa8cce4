import type { EnvironmentCheck } from './check';

/** What a hook may add to a token, in bytes of JSON; a test compares it with `functions/shared/claims-budget.ts`. */
export const claimsBudget = 4096;

/** A service whose file gives it more than fits into a token would be refused at every sign-in. */
export const serviceToken: EnvironmentCheck = ({ services }) =>
  services.flatMap(({ file, service }) => {
    const { id, tier, allowedOps, rateLimit, scopes } = service;
    if (!allowedOps || !scopes) return [];
    const claims = { service_id: id, tier, allowed_ops: allowedOps, rate_limit: rateLimit };
    const bytes = Buffer.byteLength(JSON.stringify(claims)) + Buffer.byteLength(scopes.join(' '));
    if (bytes <= claimsBudget) return [];
    return [
      {
        file,
        path: ['allowedOps'],
        value: `${allowedOps.length} operations and ${scopes.length} scopes`,
        message: `make a token of ${bytes} bytes, but servers along the way are only sure to accept ${claimsBudget}`,
        remedy: 'allow coarser operations, or split it into two services',
      },
    ];
  });
