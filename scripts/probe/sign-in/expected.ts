import type { LoadedEnvironment, Tokens } from '../../../environments/schema';
import type { Claims } from '../../aws/tokens';
import type { StoreLocation } from '../../policy/locations';

/** How a sign-in of a synthetic user must end. */
export type Expected =
  | { end: 'tokens'; tenant: string; tokens: Tokens }
  /** The hook must refuse it, for it knows nothing of such a user. */
  | { end: 'refusal'; because: string };

/**
 * What is expected in a pool; undefined where nobody has a password: staff sign in at Okta, and services have secrets that
 * no probe may read. A customer's roles are in a database of the company's own, into which nobody here writes, so a
 * synthetic customer is a stranger to its hook.
 */
export function expectedOf(
  { flow, owner }: Pick<StoreLocation, 'flow' | 'owner'>,
  { environment, tenants }: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
): Expected | undefined {
  if (flow === 'customer') return { end: 'refusal', because: 'the database has no such customer' };
  const tenant = flow === 'tenant' ? tenants.find(({ id }) => id === owner) : undefined;
  if (!tenant) return undefined;
  if (tenant.status !== 'active') return { end: 'refusal', because: `the tenant is ${tenant.status}` };
  return { end: 'tokens', tenant: tenant.id, tokens: tenant.tokens ?? environment.tenants.tokens };
}

/** What our functions say to whoever they refuse, whatever the reason; Cognito puts the trigger's name before it. */
const refusal = /access denied\.?$/;

/** Why a sign-in that was refused is not as expected. */
export function refusalProblems(expected: Expected, message: string): string[] {
  if (expected.end === 'tokens') return [`no tokens: ${message}`];
  return refusal.test(message)
    ? []
    : [`refused, but not by the hook, which says no as ${expected.because}: ${message}`];
}

const wrong = (name: string, value: unknown, expected: unknown): string[] =>
  value === expected
    ? []
    : [`${name} is ${JSON.stringify(value) ?? 'missing'}, and not ${JSON.stringify(expected) ?? 'missing'}`];

const minutes = ({ exp, iat }: Claims) => (exp - iat) / 60;

/** Why tokens are not as expected. Their signatures, issuer and client have been verified. */
export function tokenProblems(expected: Expected, access: Claims, id: Claims): string[] {
  if (expected.end === 'refusal')
    return [`got tokens, although ${expected.because}: does the pool still call its hook?`];
  const { tenant, tokens } = expected;
  return [
    ...wrong('tenant_id of the access token', access.tenant_id, tenant),
    ...wrong('custom:tenant_id of the ID token', id['custom:tenant_id'], tenant),
    ...wrong('cognito:groups of the access token', access['cognito:groups'], undefined),
    ...wrong('minutes of the access token', minutes(access), tokens.accessMinutes),
    ...wrong('minutes of the ID token', minutes(id), tokens.idMinutes),
  ];
}
