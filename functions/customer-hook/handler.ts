import { customerHook } from '../catalogue';
import { hook } from '../shared/hook';
import { decide } from './decide';
import { rolesOf } from './roles';

/** Lambda's entry: `roles` and `customer_id` in the access tokens of customers, or no token. */
export const handler = hook(
  customerHook.name,
  () => (event) => decide(event.request.userAttributes.sub ?? '', rolesOf(event)),
);
