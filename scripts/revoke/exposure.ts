import type { LoadedEnvironment, Tokens } from '../../environments/schema';
import type { UserFlow } from '../selection/pools';

/** How long credentials issued before a sign-out stay valid, at most, in minutes. */
export interface Exposure {
  accessMinutes: number;
  idMinutes: number;
  /** Cognito refuses earlier refresh tokens at once. */
  refreshMinutes: 0;
  /** AWS credentials of the flow's identity pool, where it has one. */
  credentialsMinutes?: number;
}

/** What follows a sign-out of people who may sign in again. */
export const afterSignOut =
  "Cognito's own API refuses these tokens now. A new sign-in gets what the store grants then, so change rights first.";

/** Cognito's enhanced flow hands out credentials for one hour. */
const credentialsMinutes = 60;

/**
 * The exposure after a sign-out everywhere, by the lifetimes in the environment's files. The last tokens may
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

/** The exposure for a person. `now` is the moment of the sign-out. */
export function describeExposure(exposure: Exposure, now: Date): string[] {
  const { accessMinutes, idMinutes, credentialsMinutes } = exposure;
  const until = (minutes: number) => {
    // Rounded up to the full minute.
    const end = Math.ceil(now.getTime() / 60_000) + minutes;
    const time = new Date(end * 60_000).toISOString().slice(0, 16);
    return `at most ${minutes} more minutes, until ${time}Z`;
  };
  return [
    'what is out already:',
    '  refresh tokens   dead now',
    `  access tokens    ${until(accessMinutes)}, where only their signature is checked`,
    `  ID tokens        ${until(idMinutes)}, where only their signature is checked`,
    ...(credentialsMinutes
      ? [
          `  AWS credentials  ${until(credentialsMinutes)}; the identity pool hands out no new ones for these tokens`,
        ]
      : []),
  ];
}
