import type { Rules } from '../rules';
import { hooks } from './hooks';
import { immutableChanged } from './immutable';
import { mfa } from './mfa';
import { password } from './password';
import { protection } from './protection';
import { schemaChanged } from './schema';
import { signIn } from './sign-in';
import { addOns, risks } from './threats';

/** User pools. */
export const poolRules: Rules = {
  aws_cognito_user_pool: [schemaChanged, immutableChanged, hooks, mfa, password, signIn, protection, addOns],
  aws_cognito_risk_configuration: [risks],
};
