import { failure, messageOf } from '../cli/errors';

/** A token endpoint's answer. */
export interface TokenAnswer {
  status: number;
  /** `token`, or the OAuth error code (RFC 6749, 5.2). */
  said: 'token' | string;
  /** Only if one was issued. */
  token?: string;
}

/** Time limit for one answer, in milliseconds. */
const limit = 15_000;

/** Pauses between unanswered attempts, in milliseconds. */
const pauses = [500, 2000, 5000];

type Method = 'GET' | 'POST';

const request = (url: string, fields: Record<string, string>, method: Method): Promise<Response> => {
  const form = new URLSearchParams(fields);
  // Following a redirect would send the secret to another host.
  const options = {
    method,
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(limit),
  } as const;
  return method === 'GET' ? fetch(`${url}?${form}`, options) : fetch(url, { ...options, body: form });
};

/** The error code, in OAuth's format or Facebook's; nothing else from the endpoint is repeated. */
function wordOf(error: unknown): string | undefined {
  if (!error) return undefined;
  const { type, code } = Object(error);
  const word = typeof error === 'string' ? error : `${type} ${code}`;
  return /^[\w ]{1,60}$/.test(word) ? word : 'an unnamed error';
}

/** Parses an answer. Throws if it is not JSON, without Node's own error, which would quote it. */
function parsed(text: string): { access_token?: string; error?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Error('its answer is not JSON');
  }
}

/** A token endpoint's answer; undefined when the endpoint itself has a fault. */
async function answerOf(...asked: Parameters<typeof request>): Promise<TokenAnswer | undefined> {
  const response = await request(...asked);
  const { status } = response;
  if (status === 429 || status >= 500) return undefined;
  const { access_token: token, error } = parsed(await response.text());
  if (token) return { status, said: 'token', token };
  const said = wordOf(error);
  return said === undefined ? undefined : { status, said };
}

/**
 * Requests a token as a client. Throws when the endpoint gives no clear answer; no message contains any of the fields.
 * @param whose what the secret belongs to
 */
export async function askTokenEndpoint(
  url: string,
  fields: Record<string, string>,
  { whose, pause, method = 'POST' }: { whose: string; pause(ms: number): Promise<void>; method?: Method },
): Promise<TokenAnswer> {
  let reason = 'it is failing';
  for (const ms of [...pauses, undefined]) {
    try {
      const answer = await answerOf(url, fields, method);
      if (answer) return answer;
    } catch (error) {
      // `fetch failed` says less than its cause, which reveals a host name at most.
      reason = messageOf(Object(error).cause ?? error);
    }
    if (ms !== undefined) await pause(ms);
  }
  throw failure(
    `${url} does not say whether it accepts a secret of ${whose}: ${reason}`,
    'nothing was changed since; run the same command again',
  );
}
