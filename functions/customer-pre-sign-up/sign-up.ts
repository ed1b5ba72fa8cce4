import { Denied } from '../shared/denied';
import type { PreSignUpEvent } from '../shared/events/pre-sign-up';
import type { Answering } from '../shared/trigger';
import { decide } from './decide';
import type { BeginDirectory } from './directory';
import { identityOf } from './identity';

/**
 * Finds the customer who has verified the social identity's e-mail address, and links the identity to that
 * customer. Everyone else signs up normally: events without a provider pass unchanged.
 */
export function linkFederatedUsers(begin: BeginDirectory): Answering<PreSignUpEvent> {
  return async (event) => {
    if (event.triggerSource !== 'PreSignUp_ExternalProvider') return event;
    const identity = identityOf(event.userName);
    const { email, email_verified: verified } = event.request.userAttributes;
    if (!email) throw new Denied('email-missing');
    const directory = begin(event.userPoolId);
    const owner = decide({ email, verified: verified === 'true' }, await directory.usersOf(email));
    if (owner) await directory.link(owner.username, identity);
    return event;
  };
}
