import { Denied } from '../shared/denied';

/** An identity at a social provider, as the pool's API accepts it. */
export interface SocialIdentity {
  provider: string;
  /** The user's id at the provider. */
  subject: string;
}

/** Social providers by name, which Cognito fixes. */
const providers = ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'];

/**
 * The identity in a federated user's name: `Google_1234567890`. Cognito sometimes writes the
 * provider in lower case there, but its API accepts only the exact name. Throws Denied (`malformed-event`) for
 * a name of another form, or a provider that customers cannot use.
 */
export function identityOf(userName: string): SocialIdentity {
  const cut = userName.indexOf('_');
  const prefix = userName.slice(0, Math.max(cut, 0)).toLowerCase();
  const provider = providers.find((name) => name.toLowerCase() === prefix);
  const subject = userName.slice(cut + 1);
  if (!provider || !subject) throw new Denied('malformed-event', { path: 'userName' });
  return { provider, subject };
}
