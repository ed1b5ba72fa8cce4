import type { internalHook } from '../catalogue';
import type { Budget } from '../shared/budget';
import type { ClaimsOf } from '../shared/hook';
import { type Item, status, text, texts } from '../shared/item';
import { itemReader } from '../shared/reader';
import { decide, oktaUserOf, type StaffRecord } from './decide';
import { groupsClaim } from './groups-claim';

const recordOf = (item: Item): StaffRecord => ({
  oktaUser: text(item, 'okta_user'),
  status: status(item),
  department: text(item, 'department'),
  groups: texts(item, 'groups'),
  permissions: texts(item, 'permissions'),
});

/** Reads the user's item in `table`, then decides: at every sign-in, and again at every token refresh. */
export function internalClaims(
  { table, region }: { table: string; region: string },
  budget: Budget,
): ClaimsOf<typeof internalHook> {
  const read = itemReader(region, budget);
  return async (event) => {
    const oktaUser = oktaUserOf(event);
    const { [table]: item } = await read({ [table]: { okta_user: oktaUser } });
    return {
      access: decide(oktaUser, item && recordOf(item)),
      id: groupsClaim(event.request.userAttributes),
    };
  };
}
