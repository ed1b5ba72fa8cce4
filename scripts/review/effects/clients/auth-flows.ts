import type { EffectRule } from '../../planned';
import { all, lost } from '../compare';
import { list } from '../words';
import { type Meaning, widened } from './widened';

const path = 'explicit_auth_flows';

/** Older names without the prefix (API reference, `ExplicitAuthFlows`). */
const former: Readonly<Record<string, string>> = {
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  CUSTOM_AUTH_FLOW_ONLY: 'ALLOW_CUSTOM_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
};

/** Default of a client without a list (API reference, `ExplicitAuthFlows`). */
const untold = ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];

const meaning: Meaning = (flows) => (flows.length > 0 ? flows.map((flow) => former[flow] ?? flow) : untold);

const flows: EffectRule = (change, context) => {
  const added = widened(change, context, path, meaning);
  if (added.length === 0) return [];
  return [{ id: 'auth-flows-wider', what: `it could sign people in with ${list(added)}`, path }];
};

const providersPath = 'supported_identity_providers';

/** Providers whose users it lets in; `COGNITO` are the pool's own users with passwords. */
const providers: EffectRule = (change, context) => {
  const added = widened(change, context, providersPath);
  if (added.length === 0) return [];
  return [
    { id: 'auth-flows-wider', what: `it could sign people in through ${list(added)}`, path: providersPath },
  ];
};

/** How, and through whom, a client may sign people in. */
export const authFlows = all(
  flows,
  providers,
  lost(
    'provider-removed',
    providersPath,
    (names) => `it would no longer sign anyone in through ${list(names)}`,
  ),
);
