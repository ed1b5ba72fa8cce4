import type { customerHook } from '../catalogue';
import { Denied } from '../shared/denied';
import type { ClaimsOf } from '../shared/hook';
import type { Query } from './database';
import { decide, recordOf } from './decide';

const customerAccess = 'select status, roles from identity.customer_access($1::uuid)';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Queries the database once, then decides: at every sign-in, and again at every token refresh. */
export function customerClaims(query: Query): ClaimsOf<typeof customerHook> {
  return async ({ request }) => {
    const { sub = '' } = request.userAttributes;
    if (!uuid.test(sub)) throw new Denied('malformed-event', { path: 'request.userAttributes.sub' });
    return { access: decide(sub, recordOf(await query(customerAccess, [sub]))) };
  };
}
