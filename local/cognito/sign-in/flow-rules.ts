import { invalid } from '../errors';
import type { Client } from '../model';

/** Each flow: who can start it, what the client must allow (old or new name), and the error otherwise. */
const flows: Record<string, { by: 'user' | 'admin' | 'both'; needs: string[]; refusal: string }> = {
  USER_PASSWORD_AUTH: {
    by: 'user',
    needs: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
    refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
  },
  ADMIN_USER_PASSWORD_AUTH: {
    by: 'admin',
    needs: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
  ADMIN_NO_SRP_AUTH: {
    by: 'admin',
    needs: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
  USER_SRP_AUTH: {
    by: 'both',
    needs: ['ALLOW_USER_SRP_AUTH'],
    refusal: 'USER_SRP_AUTH is not enabled for the client.',
  },
  REFRESH_TOKEN_AUTH: {
    by: 'both',
    needs: ['ALLOW_REFRESH_TOKEN_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
};

/** Flows that a client allows if it names none. */
const unnamed = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/** Refuses a flow that is not allowed for the caller or the client. Throws InvalidParameterException. */
export function checkFlow(
  flow: string,
  by: 'user' | 'admin',
  { ExplicitAuthFlows }: Pick<Client, 'ExplicitAuthFlows'>,
) {
  const known = flows[flow];
  if (!known || (known.by !== 'both' && known.by !== by))
    throw invalid('Initiate Auth method not supported.');
  const named: string[] = ExplicitAuthFlows?.length ? ExplicitAuthFlows : unnamed;
  // Clients with old names don't mention SRP and refresh, but allow both.
  const old = named.every((name) => !name.startsWith('ALLOW_')) && known.by === 'both';
  if (!old && !known.needs.some((name) => named.includes(name))) throw invalid(known.refusal);
}
