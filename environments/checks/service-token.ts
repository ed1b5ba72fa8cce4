import type { EnvironmentCheck } from './check';

/** What `functions/shared/claims-budget.ts` lets a hook add to a token, in bytes of JSON; a test compares them. */
export const claimsBudget = 4096;

/** A service whose own file gives it more than a token may hold would be refused at every sign-in. */
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
        message: `make a token of ${bytes} bytes, and ${claimsBudget} is what servers on the way can be expected to take`,
        remedy: 'allow coarser operations, or make two services of it',
      },
    ];
  });
