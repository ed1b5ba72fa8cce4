import type { Provider } from './model';

/** One sign-in of a user at a provider, as the attribute `identities` lists them. */
export interface Identity {
  userId: string;
  providerName: string;
  providerType: string;
  issuer: string | null;
  /** Whether the user is this identity, and not a native user that it was linked to. */
  primary: boolean;
  /** Milliseconds since 1970. */
  dateCreated: number;
}

/** An identity of a provider's user. */
export const newIdentity = (
  { ProviderName, ProviderType }: Pick<Provider, 'ProviderName' | 'ProviderType'>,
  userId: string,
  { primary, now }: { primary: boolean; now: number },
): Identity => ({
  userId,
  providerName: ProviderName,
  providerType: ProviderType,
  issuer: null,
  primary,
  dateCreated: now,
});

/** The identities of a user; none for a native user without links. */
export const identitiesOf = ({ identities }: Record<string, string>): Identity[] =>
  identities ? JSON.parse(identities) : [];
