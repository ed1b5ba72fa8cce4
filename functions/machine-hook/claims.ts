import type { machineHook } from '../catalogue';
import type { Budget } from '../shared/budget';
import type { ClaimsOf } from '../shared/hook';
import { type Item, number, status, text, texts } from '../shared/item';
import { itemReader } from '../shared/reader';
import { decide, type ServiceRecord } from './decide';

const recordOf = (item: Item): ServiceRecord => ({
  clientId: text(item, 'client_id'),
  userPoolId: text(item, 'user_pool_id'),
  serviceId: text(item, 'service_id'),
  tier: text(item, 'tier'),
  status: status(item),
  allowedOps: texts(item, 'allowed_ops'),
  rateLimit: number(item, 'rate_limit'),
});

/** Reads the client's item in `table`, then decides: for every token that a service requests. */
export function machineClaims(
  { table, region }: { table: string; region: string },
  budget: Budget,
): ClaimsOf<typeof machineHook> {
  const read = itemReader(region, budget);
  return async ({ userPoolId, callerContext: { clientId } }) => {
    const { [table]: item } = await read({ [table]: { client_id: clientId } });
    return { access: decide({ clientId, userPoolId }, item && recordOf(item)) };
  };
}
