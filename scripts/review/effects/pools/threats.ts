import type { Json } from '../../model';
import type { EffectRule } from '../../planned';
import { all, compared, gained, lost, text, weakerIn } from '../compare';
import { goes } from '../goes';
import { texts, without } from '../values';
import { list } from '../words';

const id = 'threat-protection-lowered' as const;

const mode = (path: string, what: string) =>
  compared({
    id,
    path,
    of: text('OFF'),
    worse: weakerIn('OFF', 'AUDIT', 'ENFORCED'),
    what: (before, after) => `${what} would be ${after}, now ${before}`,
  });

/** Threat protection in the pool's own settings. */
export const addOns = all(
  mode('user_pool_add_ons.advanced_security_mode', 'threat protection'),
  mode(
    'user_pool_add_ons.advanced_security_additional_flows.custom_auth_mode',
    'threat protection of custom authentication',
  ),
);

const levels = ['low', 'medium', 'high'].map((level) =>
  compared({
    id,
    path: `account_takeover_risk_configuration.actions.${level}_action.event_action`,
    of: text('NO_ACTION'),
    worse: weakerIn('NO_ACTION', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'BLOCK'),
    what: (before, after) => `a ${level}-risk sign-in would lead to ${after}, now ${before}`,
  }),
);

/** No filter: every event (API reference, `CompromisedCredentialsRiskConfigurationType`). */
const checked = (value: Json | undefined) => {
  const events = texts(value);
  return events.length > 0 ? events : ['PASSWORD_CHANGE', 'SIGN_IN', 'SIGN_UP'];
};

const compromised = 'compromised_credentials_risk_configuration';

const removed: EffectRule = ({ action, before }, context) =>
  action === 'delete' && !goes(context, 'aws_cognito_user_pool', 'id', before?.user_pool_id)
    ? [{ id, what: 'the actions of threat protection would be removed' }]
    : [];

/** Threat protection's actions, from `aws_cognito_risk_configuration`. */
export const risks = all(
  removed,
  ...levels,
  compared({
    id,
    path: `${compromised}.actions.event_action`,
    of: text('NO_ACTION'),
    worse: weakerIn('NO_ACTION', 'BLOCK'),
    what: (before, after) => `passwords that leaked elsewhere would lead to ${after}, now ${before}`,
  }),
  compared({
    id,
    path: `${compromised}.event_filter`,
    of: checked,
    worse: (before, after) => without(before, after).length > 0,
    what: (before, after) =>
      `leaked passwords would no longer be looked for at ${list(without(before, after))}`,
  }),
  gained(
    id,
    'risk_exception_configuration.skipped_ip_range_list',
    (ranges) => `${list(ranges)} would no longer be checked`,
  ),
  lost(
    id,
    'risk_exception_configuration.blocked_ip_range_list',
    (ranges) => `${list(ranges)} would no longer be blocked`,
  ),
);
