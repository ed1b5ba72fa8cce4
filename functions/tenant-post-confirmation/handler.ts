import { tenantPostConfirmation } from '../catalogue';
import { lambdaBudget } from '../shared/budget';
import { postConfirmationEvent } from '../shared/events/post-confirmation';
import { readTables } from '../shared/tenants/config';
import { trigger } from '../shared/trigger';
import { mapNewUsers } from './confirm';

/** Lambda's entry: the mapping of each new user of a tenant. */
export const handler = trigger(tenantPostConfirmation, postConfirmationEvent, () =>
  mapNewUsers(readTables(tenantPostConfirmation, process.env), lambdaBudget),
);
