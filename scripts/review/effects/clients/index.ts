import { compared, flag, text, turnedOff, weakerIn } from '../compare';
import type { Rules } from '../rules';
import { attributes } from './attributes';
import { authFlows } from './auth-flows';
import { callbacks } from './callbacks';
import { oauth } from './oauth';
import { tokens } from './tokens';

/** App clients of user pools, for users and for services. */
export const clientRules: Rules = {
  aws_cognito_user_pool_client: [
    tokens,
    callbacks,
    oauth,
    authFlows,
    attributes,
    turnedOff('revocation-off', 'enable_token_revocation', 'its tokens could no longer be revoked', true),
    compared({
      id: 'user-existence-shown',
      path: 'prevent_user_existence_errors',
      of: text('LEGACY'),
      worse: weakerIn('LEGACY', 'ENABLED'),
      what: () => 'it would reveal whether someone has an account',
    }),
    compared({
      id: 'secret-dropped',
      path: 'generate_secret',
      of: flag(false),
      worse: (before, after) => before && !after,
      what: () => 'it would no longer need a secret',
    }),
  ],
};
