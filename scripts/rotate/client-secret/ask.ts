import { domainUrl } from '../../aws/sign-in-domain';
import { keysEndpoint, verifyToken } from '../../aws/tokens';
import { failure, messageOf } from '../../cli/errors';
import { type ClientHolder, holderName } from './holder';
import type { SecretValue } from './secret-value';

/** What a pool says to a client that shows a secret. */
export interface Answer {
  /** Whether it takes the secret for the client's. */
  opens: boolean;
  /** What it gave: a token, or OAuth's word for why not. */
  said: 'token' | string;
  /** Only where it gave one. */
  token?: string;
}

/** Longest that one answer may take, in milliseconds. */
const limit = 15_000;

/** Waits between tries that nobody answered. */
const pauses = [500, 2000, 5000];

/** What a client asks with. A made-up code is refused, but only after the client itself was let in. */
const fieldsOf = ({ grant, host }: ClientHolder): Record<string, string> =>
  grant === 'client_credentials'
    ? { grant_type: grant }
    : { grant_type: grant, code: 'none', redirect_uri: `https://${host}/none` };

/** The answer of a token endpoint; undefined when it has troubles of its own. */
async function answerOf(url: string, fields: Record<string, string>): Promise<Answer | undefined> {
  const body = new URLSearchParams(fields);
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(limit) });
  if (response.status === 429 || response.status >= 500) return undefined;
  const { access_token: token, error } = (await response.json()) as { access_token?: string; error?: string };
  if (token) return { opens: true, said: 'token', token };
  if (!error) return undefined;
  // RFC 6749, 5.2: every other error is about something that comes after the client itself.
  return { opens: error !== 'invalid_client', said: error };
}

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
  const url = `${domainUrl(holder.host)}/oauth2/token`;
  const fields = { ...fieldsOf(holder), client_id: clientId, client_secret: value.reveal() };
  let reason = 'it has troubles';
  for (const ms of [...pauses, undefined]) {
    try {
      const answer = await answerOf(url, fields);
      if (answer) return answer;
    } catch (error) {
      reason = messageOf(error);
    }
    if (ms !== undefined) await pause(ms);
  }
  throw failure(
    `${url} does not say whether it takes a secret of ${holderName(holder)}: ${reason}`,
    'nothing was changed since; run the same command again',
  );
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
