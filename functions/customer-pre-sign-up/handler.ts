import { customerPreSignUp } from '../catalogue';
import { lambdaBudget } from '../shared/budget';
import { preSignUpEvent } from '../shared/events/pre-sign-up';
import { readRegion } from '../shared/region';
import { trigger } from '../shared/trigger';
import { userDirectory } from './directory';
import { linkFederatedUsers } from './sign-up';

/** Lambda's entry: links a social identity to the customer who has verified the same e-mail address. */
export const handler = trigger(customerPreSignUp, preSignUpEvent, () =>
  linkFederatedUsers(userDirectory(readRegion(process.env), lambdaBudget)),
);
