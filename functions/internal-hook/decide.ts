import { Denied } from '../shared/denied';
import type { UserEvent } from '../shared/events/pre-token';
import { identitiesOf } from '../shared/identities';

/** The pool's providers: the same Okta organisation, by OpenID Connect and by SAML. */
const oktaProviders: readonly string[] = ['okta-oidc', 'okta-saml'];

/** The store's record of a member of staff. */
export interface StaffRecord {
  oktaUser: string;
  status: 'active' | 'suspended';
  department: string;
  groups: readonly string[];
  permissions: readonly string[];
}

/**
 * Okta's own id of the user, on which both ways of signing in must agree. Throws Denied (`user-not-from-okta`,
 * `user-ambiguous`): the pool has no other users, and nobody may use another person's record.
 */
export function oktaUserOf({ request }: Pick<UserEvent, 'request'>): string {
  const identities = identitiesOf(request.userAttributes);
  const [first, ...others] = identities.filter(({ providerName }) => oktaProviders.includes(providerName));
  if (!first) throw new Denied('user-not-from-okta');
  if (others.some(({ userId }) => userId !== first.userId)) throw new Denied('user-ambiguous');
  return first.userId;
}

const sorted = (values: readonly string[]) => [...new Set(values)].sort();

/** The claims added to the access token: the store's attributes, with unique sorted lists. Throws Denied. */
export function decide(oktaUser: string, record: StaffRecord | undefined) {
  if (!record) throw new Denied('user-unknown');
  if (record.oktaUser !== oktaUser) throw new Denied('store-malformed', { record: 'user' });
  if (record.status !== 'active') throw new Denied('user-suspended');
  const { department, groups, permissions } = record;
  return { department, groups: sorted(groups), permissions: sorted(permissions) };
}
