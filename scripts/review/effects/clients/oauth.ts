import type { EffectRule } from '../../planned';
import { all, turnedOn } from '../compare';
import { texts, valueAt } from '../values';
import { list } from '../words';
import { widened } from './widened';

const flowsPath = 'allowed_oauth_flows';
const scopesPath = 'allowed_oauth_scopes';

const flows: EffectRule = (change, context) => {
  const added = widened(change, context, flowsPath);
  if (added.length === 0) return [];
  return [{ id: 'oauth-wider', what: `it could get tokens through ${list(added)}`, path: flowsPath }];
};

/** Whether it is a service, which signs in as itself, and whose scopes are its rights. */
const isService = (client: Parameters<typeof valueAt>[0]) =>
  texts(valueAt(client, flowsPath)).includes('client_credentials');

/**
 * A new service necessarily has new scopes, from its file. Only an existing service's scopes can
 * grow.
 */
const scopes: EffectRule = (change, context) => {
  const service = isService(change.after);
  if (service && !change.before) return [];
  const added = widened(change, context, scopesPath);
  if (added.length === 0) return [];
  const what = `it could get tokens with ${list(added)}`;
  return [{ id: service ? 'service-scopes-grow' : 'oauth-wider', what, path: scopesPath }];
};

/** OAuth flows and scopes of a client. */
export const oauth = all(
  flows,
  scopes,
  turnedOn(
    'oauth-wider',
    'allowed_oauth_flows_user_pool_client',
    'it could get tokens through OAuth, which it could not before',
  ),
);
