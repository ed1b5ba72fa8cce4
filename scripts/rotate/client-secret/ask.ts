import { domainUrl } from '../../aws/sign-in-domain';
import { keysEndpoint, verifyToken } from '../../aws/tokens';
import { failure } from '../../cli/errors';
import type { SecretValue } from '../secret-value';
import { askTokenEndpoint } from '../token-endpoint';
import { type ClientHolder, holderName } from './holder';

/** What a pool says to a client that shows a secret. */
export interface Answer {
  /** Whether it takes the secret for the client's. */
  opens: boolean;
  /** What it gave: a token, or OAuth's word for why not. */
  said: 'token' | string;
  /** Only where it gave one. */
  token?: string;
}

/** What a client asks with. A made-up code is refused, but only after the client itself was let in. */
const fieldsOf = ({ grant, host }: ClientHolder): Record<string, string> =>
  grant === 'client_credentials'
    ? { grant_type: grant }
    : { grant_type: grant, code: 'none', redirect_uri: `https://${host}/none` };

/**
 * Asks the pool for a token in the client's name. Throws when it cannot be told what the pool would say; no message
 * holds anything of the secret.
 */
export async function ask(
  holder: ClientHolder,
  clientId: string,
  value: SecretValue,
  pause: (ms: number) => Promise<void>,
): Promise<Answer> {
  const fields = { ...fieldsOf(holder), client_id: clientId, client_secret: value.reveal() };
  const url = `${domainUrl(holder.host)}/oauth2/token`;
  const { said, token } = await askTokenEndpoint(url, fields, { whose: holderName(holder), pause });
  // RFC 6749, 5.2: every other error is about something that comes after the client itself.
  return { opens: said !== 'invalid_client', said, ...(token && { token }) };
}

/**
 * What proves that a new secret works: a token that the pool has signed for this client, or where the client gets none,
 * for want of a person or on purpose, that the pool let the client itself in. Undefined: nothing does.
 */
export async function proofOf(
  holder: ClientHolder,
  ids: { userPoolId: string; clientId: string },
  { opens, said, token }: Answer,
): Promise<string | undefined> {
  if (!opens) return undefined;
  if (holder.grant === 'authorization_code') return `let in (${said})`;
  if (token) {
    await verifyToken(keysEndpoint(ids.userPoolId), { ...ids, tokenUse: 'access' }, token);
    return 'token';
  }
  if (holder.suspended) return `let in (${said}: suspended)`;
  throw failure(
    `${holderName(holder)} is let in with its new secret, but gets no token: ${said}`,
    'callers still fetch the old secret; mend that, then run the same command again',
  );
}
