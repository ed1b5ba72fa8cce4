import { Denied } from './denied';
import { isRecord, isText } from './events/shape';

/** One identity of a federated user, at the provider with this name in the pool. */
export interface Identity {
  userId: string;
  providerName: string;
}

const path = 'request.userAttributes.identities';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Denied('malformed-event', { path });
  }
}

/**
 * The user's identities at the pool's providers: none for a native user. Only Cognito itself writes the attribute
 * `identities`, as JSON; no provider or user can. Throws Denied (`malformed-event`) for anything else.
 */
export function identitiesOf({ identities }: Record<string, string>): Identity[] {
  const list = identities ? parsed(identities) : [];
  if (!Array.isArray(list)) throw new Denied('malformed-event', { path });
  return list.map((identity: unknown) => {
    if (!isRecord(identity) || !isText(identity.userId) || !isText(identity.providerName))
      throw new Denied('malformed-event', { path });
    return { userId: String(identity.userId), providerName: String(identity.providerName) };
  });
}
