import { failure, messageOf } from '../cli/errors';

/** What a token endpoint says. */
export interface TokenAnswer {
  status: number;
  /** `token`, or OAuth's word for why not (RFC 6749, 5.2). */
  said: 'token' | string;
  /** Only where it gave one. */
  token?: string;
}

/** Longest that one answer may take, in milliseconds. */
const limit = 15_000;

/** Waits between tries that nobody answered. */
const pauses = [500, 2000, 5000];

type Method = 'GET' | 'POST';

const request = (url: string, fields: Record<string, string>, method: Method): Promise<Response> => {
  const form = new URLSearchParams(fields);
  // A redirect would carry the secret to somebody else.
  const options = {
    method,
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(limit),
  } as const;
  return method === 'GET' ? fetch(`${url}?${form}`, options) : fetch(url, { ...options, body: form });
};

/** The word for an error, in OAuth's way or Facebook's; nothing else that the endpoint writes is repeated. */
function wordOf(error: unknown): string | undefined {
  if (!error) return undefined;
  const { type, code } = Object(error);
  const word = typeof error === 'string' ? error : `${type} ${code}`;
  return /^[\w ]{1,60}$/.test(word) ? word : 'an error that it does not name';
}

/** What an answer holds. Throws when it is no JSON; Node's own error would quote it. */
function parsed(text: string): { access_token?: string; error?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Error('its answer is no JSON');
  }
}

/** The answer of a token endpoint; undefined when it has troubles of its own. */
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
 * Asks a token endpoint in a client's name. Throws when it cannot be told what it would say; no message holds anything of
 * the fields.
 * @param whose what the secret is of
 */
export async function askTokenEndpoint(
  url: string,
  fields: Record<string, string>,
  { whose, pause, method = 'POST' }: { whose: string; pause(ms: number): Promise<void>; method?: Method },
): Promise<TokenAnswer> {
  let reason = 'it has troubles';
  for (const ms of [...pauses, undefined]) {
    try {
      const answer = await answerOf(url, fields, method);
      if (answer) return answer;
    } catch (error) {
      // `fetch failed` says less than its cause, which names a host at the most.
      reason = messageOf(Object(error).cause ?? error);
    }
    if (ms !== undefined) await pause(ms);
  }
  throw failure(
    `${url} does not say whether it takes a secret of ${whose}: ${reason}`,
    'nothing was changed since; run the same command again',
  );
}
