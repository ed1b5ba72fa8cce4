import { Denied } from '../shared/denied';

/** An identity at a social provider, as the pool's API takes it. */
export interface SocialIdentity {
  provider: string;
  /** The user's id there. */
  subject: string;
}

/** Social providers, by Cognito's own names, which cannot be chosen. */
const providers = ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'];

/**
 * The identity that a federated user's name stands for: `Google_1234567890`. Cognito sometimes writes the
 * provider in lower case there, but its API takes only the name itself. Throws Denied (`malformed-event`) for
 * a name of another form, or a provider that customers do not have.
 */
export function identityOf(userName: string): SocialIdentity {
  const cut = userName.indexOf('_');
  const prefix = userName.slice(0, Math.max(cut, 0)).toLowerCase();
  const provider = providers.find((name) => name.toLowerCase() === prefix);
  const subject = userName.slice(cut + 1);
  if (!provider || !subject) throw new Denied('malformed-event', { path: 'userName' });
  return { provider, subject };
}
