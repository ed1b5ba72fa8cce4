import type { LoadedEnvironment, Tokens } from '../../../environments/schema';
import type { Claims } from '../../aws/tokens';
import type { StoreLocation } from '../../policy/locations';

/** The expected result of a synthetic user's sign-in. */
export type Expected =
  | { end: 'tokens'; tenant: string; tokens: Tokens }
  /** The hook must refuse it. */
  | { end: 'refusal'; because: string };

/**
 * The expected result in a pool; undefined if its users have no passwords: staff sign in at Okta, and services have
 * secrets that a probe may not read. Customers' roles are in the company's database, to which the probe does not write,
 * so the hook does not know a synthetic customer.
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

/** The hooks' message for every refusal, whatever the reason; Cognito prepends the trigger's name. */
const refusal = /access denied\.?$/;

/** Problems of a refused sign-in; empty if it is as expected. */
export function refusalProblems(expected: Expected, message: string): string[] {
  if (expected.end === 'tokens') return [`no tokens: ${message}`];
  return refusal.test(message)
    ? []
    : [`expected a refusal by the hook, since ${expected.because}, but got: ${message}`];
}

const wrong = (name: string, value: unknown, expected: unknown): string[] =>
  value === expected
    ? []
    : [`${name} is ${JSON.stringify(value) ?? 'missing'}, expected ${JSON.stringify(expected) ?? 'none'}`];

const minutes = ({ exp, iat }: Claims) => (exp - iat) / 60;

/** Problems of tokens whose signature, issuer and client have been verified; empty if they are as expected. */
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
