import type { LoadedEnvironment, Tokens } from '../../environments/schema';
import type { UserFlow } from '../selection/pools';

/** How long credentials issued before a sign-out stay valid, at most, in minutes. */
export interface Exposure {
  accessMinutes: number;
  idMinutes: number;
  /** Cognito refuses earlier refresh tokens immediately. */
  refreshMinutes: 0;
  /** AWS credentials from the flow's identity pool, if it has one. */
  credentialsMinutes?: number;
}

/** A note after the sign-out of users who may sign in again. */
export const afterSignOut =
  "Cognito's own API refuses these tokens now. A new sign-in gets current permissions, so change those first.";

/** Credentials from Cognito's enhanced flow are valid for one hour. */
const credentialsMinutes = 60;

/**
 * The exposure after a global sign-out, from the lifetimes in the environment's files. The last tokens may
 * have been issued just before it, and a service that checks only signatures accepts them until they expire.
 */
export function exposureOf(
  loaded: LoadedEnvironment,
  { flow, tenant }: { flow: UserFlow; tenant?: string | undefined },
): Exposure {
  const { accessMinutes, idMinutes } = tokensOf(loaded, flow, tenant);
  const identityPool = flow === 'tenant' ? undefined : loaded.environment[flow]?.identityPool;
  return { accessMinutes, idMinutes, refreshMinutes: 0, ...(identityPool && { credentialsMinutes }) };
}

function tokensOf({ environment, tenants }: LoadedEnvironment, flow: UserFlow, tenant?: string): Tokens {
  if (flow === 'customer') return environment.customer.tokens;
  if (flow === 'tenant') return tenants.find(({ id }) => id === tenant)?.tokens ?? environment.tenants.tokens;
  if (environment.internal) return environment.internal.tokens;
  throw new Error(`environment ${environment.name} has no part "internal"`);
}

/** The exposure in words. `now` is the time of the sign-out. */
export function describeExposure(exposure: Exposure, now: Date): string[] {
  const { accessMinutes, idMinutes, credentialsMinutes } = exposure;
  const until = (minutes: number) => {
    const end = Math.ceil(now.getTime() / 60_000) + minutes;
    const time = new Date(end * 60_000).toISOString().slice(0, 16);
    return `at most ${minutes} more minutes, until ${time}Z`;
  };
  return [
    'tokens already issued:',
    '  refresh tokens   no longer valid',
    `  access tokens    ${until(accessMinutes)}, where only their signature is checked`,
    `  ID tokens        ${until(idMinutes)}, where only their signature is checked`,
    ...(credentialsMinutes
      ? [
          `  AWS credentials  ${until(credentialsMinutes)}; the identity pool issues no new ones for these tokens`,
        ]
      : []),
  ];
}
