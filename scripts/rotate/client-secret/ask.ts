import { domainUrl } from '../../aws/sign-in-domain';
import { keysEndpoint, verifyToken } from '../../aws/tokens';
import { failure } from '../../cli/errors';
import type { SecretValue } from '../secret-value';
import { askTokenEndpoint } from '../token-endpoint';
import { type ClientHolder, holderName } from './holder';

/** The pool's answer to a client that presents a secret. */
export interface Answer {
  /** Whether it accepts the secret as the client's. */
  opens: boolean;
  /** `token`, or the OAuth error code. */
  said: 'token' | string;
  /** Only if one was issued. */
  token?: string;
}

/** Fields of the token request. A made-up code is refused, but only after the client itself is authenticated. */
const fieldsOf = ({ grant, host }: ClientHolder): Record<string, string> =>
  grant === 'client_credentials'
    ? { grant_type: grant }
    : { grant_type: grant, code: 'none', redirect_uri: `https://${host}/none` };

/**
 * Asks the pool for a token as the client. Throws when the pool gives no clear answer; no message contains any part of
 * the secret.
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
  // RFC 6749, 5.2: every other error concerns something checked after the client itself.
  return { opens: said !== 'invalid_client', said, ...(token && { token }) };
}

/**
 * Proof that a new secret works: a token signed by the pool for this client or, where it gets none (because it needs a
 * user, or is suspended), that the pool authenticated the client. Undefined when there is no proof.
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
    'callers still fetch the old secret; fix that, then run the same command again',
  );
}
