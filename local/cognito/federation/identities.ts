import type { Provider } from './model';

/** A user's sign-in identity at a provider, as listed in the attribute `identities`. */
export interface Identity {
  userId: string;
  providerName: string;
  providerType: string;
  issuer: string | null;
  /** Whether the user was created from this identity, rather than a native user being linked to it. */
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

/** A user's identities; none for a native user without links. */
export const identitiesOf = ({ identities }: Record<string, string>): Identity[] =>
  identities ? JSON.parse(identities) : [];
