import type { PreTokenEvent } from '../shared/event';

/** Where a customer's roles come from: the groups of the pool. */
export const rolesOf = ({ request }: PreTokenEvent): readonly string[] =>
  request.groupConfiguration?.groupsToOverride ?? [];
