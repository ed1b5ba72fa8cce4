import type { StackKind } from '../../environments/placement/kinds';
import type { ReviewedChange, ReviewedStack } from '../review/model';
import { tenantsOf } from './question';

/** Whose sign-in depends on a table, by the first part of its Terraform name. */
const ofTables: Readonly<Record<string, string>> = {
  'tenant-registry': 'all tenants of the account',
  'tenant-users': 'all tenants of the account',
  'internal-users': 'all staff',
  services: 'all services',
};

/** Whom a stack's shared resources affect, if that is not a list of tenants. */
const ofKinds: Readonly<Record<Exclude<StackKind, 'cell'>, string>> = {
  foundation: 'everyone in the account',
  data: 'everyone in the account',
  email: 'everyone the account sends e-mail to',
  customer: 'all customers',
  internal: 'all staff',
  machine: 'all services',
  edge: 'everyone who calls the API',
  okta: 'all staff',
};

/**
 * Whose users a change affects: tenant ids, or a description if it is not tenants (`all customers`, `service billing`).
 * Descriptions contain a blank, which ids never do.
 */
export function reachOf(
  { owner, address }: Pick<ReviewedChange, 'owner' | 'address'>,
  stack: Pick<ReviewedStack, 'kind' | 'tenants'>,
): string[] {
  const [, service] = /^service:(.+)$/.exec(owner ?? '') ?? [];
  if (service !== undefined) return [`service ${service}`];
  if (stack.kind === 'cell' || owner !== undefined) return tenantsOf({ owner }, stack);
  const [table = ''] = address.split('.').at(-1)?.split('_') ?? [];
  const known = stack.kind === 'data' && Object.hasOwn(ofTables, table) ? ofTables[table] : undefined;
  return [known ?? ofKinds[stack.kind]];
}
