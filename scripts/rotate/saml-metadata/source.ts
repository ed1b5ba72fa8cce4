import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, usageError } from '../../cli/errors';

/** Larger than the metadata document of any one provider, in characters. */
const most = 1_000_000;
/** How long a provider may take to answer, in milliseconds. */
const patience = 30_000;

/** Whether a URL may be fetched: over TLS, or from this machine, as with a local AWS. */
export function isAskable(source: string): boolean {
  if (!URL.canParse(source)) return false;
  const { protocol, hostname } = new URL(source);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url, {
    // Only the named host may answer.
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > most) throw new Error(`more than ${most} characters`);
  }
  return text + decoder.decode();
}

/**
 * Reads a document from a file or a URL. Throws a usage error if there is none.
 * @param what its description, for messages
 */
export async function readSource(source: string, what: string): Promise<string> {
  if (/^[a-z]+:\/\//i.test(source) && !isAskable(source))
    throw usageError(
      `${what} is not fetched from ${source}`,
      'use https:, or save it to a file and name that',
    );
  try {
    return isAskable(source) ? await fetchText(source) : readFileSync(resolve(source), 'utf8');
  } catch (error) {
    const { cause } = error as Error;
    const why = cause ? `${messageOf(error)} (${messageOf(cause)})` : messageOf(error);
    throw usageError(`${what} cannot be read from ${source}: ${why}`, 'make sure that it is there');
  }
}
