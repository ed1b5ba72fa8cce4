import { invalid } from './errors';
import type { Stored } from './state';

/** Default page size of the API's listings. */
const defaultResults = 10;
const mostResults = 50;

/** The paging members of every listing. */
export interface PageRequest {
  nextToken?: string;
  maxResults?: number;
}

const encode = (listing: string, after: number) =>
  Buffer.from(JSON.stringify([listing, after])).toString('base64url');

/** The sequence number in a token of this listing. Throws ValidationException for any other token. */
function decode(listing: string, token: string): number {
  try {
    const [name, after] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (name === listing && Number.isSafeInteger(after)) return after;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid({
    path: 'nextToken',
    message: 'this token is not from the previous page of the same listing',
  });
}

/**
 * One page of a listing, oldest first. A token refers to the last item returned, so that items added or deleted between
 * two pages cause neither repeats nor gaps. `listing` identifies the operation, its parent and its filters: a token is
 * valid only for these.
 */
export function page<Item extends Stored>(
  listing: string,
  items: Iterable<Item>,
  { nextToken, maxResults = defaultResults }: PageRequest,
): { items: Item[]; nextToken?: string } {
  if (maxResults > mostResults)
    throw invalid({ path: 'maxResults', message: `is ${maxResults}; ask for at most ${mostResults}` });
  const after = nextToken === undefined ? 0 : decode(listing, nextToken);
  const rest = [...items].filter((item) => item.sequence > after).sort((a, b) => a.sequence - b.sequence);
  const shown = rest.slice(0, maxResults);
  const last = shown.at(-1);
  return rest.length > shown.length && last
    ? { items: shown, nextToken: encode(listing, last.sequence) }
    : { items: shown };
}
