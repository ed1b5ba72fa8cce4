import { Denied } from '../shared/denied';

/** The database's record of a customer. */
export interface CustomerRecord {
  status: 'active' | 'suspended';
  roles: readonly string[];
}

/** A role as the database accepts it (see migrations). */
const rolePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const roleMaxLength = 40;

const isRole = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= roleMaxLength && rolePattern.test(name);

/**
 * The only row of the answer, if there is one. Throws Denied (`store-malformed`) for an answer that the
 * migrations rule out: skipping unexpected values could skip a role that restricts.
 */
export function recordOf(rows: readonly unknown[]): CustomerRecord | undefined {
  if (rows.length === 0) return undefined;
  const { status, roles } = Object(rows[0]) as Record<string, unknown>;
  const malformed = (attribute: string) => new Denied('store-malformed', { record: 'customer', attribute });
  if (rows.length > 1) throw malformed('customer_id');
  if (status !== 'active' && status !== 'suspended') throw malformed('status');
  if (!Array.isArray(roles) || !roles.every(isRole)) throw malformed('roles');
  return { status, roles };
}

/**
 * A customer's access-token claims: unique sorted roles, and the customer's id, which is the pool's `sub`.
 * Throws Denied (`customer-unknown`, `customer-suspended`).
 */
export function decide(customerId: string, record: CustomerRecord | undefined) {
  if (!record) throw new Denied('customer-unknown');
  if (record.status !== 'active') throw new Denied('customer-suspended');
  return { customer_id: customerId, roles: [...new Set(record.roles)].sort() };
}
