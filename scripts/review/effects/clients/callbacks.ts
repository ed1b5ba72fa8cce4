import type { EffectRule } from '../../planned';
import type { EffectId } from '../catalogue';
import { all } from '../compare';
import { list, shownUrl } from '../words';
import { widened } from './widened';

/**
 * The destination of a URL. For https, host and port: whoever serves them can read every path, and
 * the configuration's checks cover which sign-in owns which path (`environments/checks/callback-owner.ts`). Any other
 * URL is its own destination: http can be read in transit, another app may claim the same scheme, and a wildcard
 * or credentials are a mistake.
 */
export function place(url: string): string {
  if (!URL.canParse(url) || url.includes('*')) return url;
  const { protocol, origin, username, password } = new URL(url);
  return protocol === 'https:' && !username && !password ? origin : url;
}

/** Why a new place is worse than another company's web site. */
function remark(url: string): string {
  if (url.includes('*')) return ' (a wildcard)';
  if (url.startsWith('https:')) return '';
  return url.startsWith('http:') ? ' (not encrypted)' : ' (a scheme that any app may claim)';
}

const wider =
  (id: EffectId, path: string, what: (places: string) => string): EffectRule =>
  (change, context) => {
    const places = widened(change, context, path, (urls) => [...new Set(urls.map(place))]);
    if (places.length === 0) return [];
    return [{ id, what: what(list(places.map((url) => shownUrl(url) + remark(url)))), path }];
  };

/** Where a client may redirect users, with or without a code. */
export const callbacks = all(
  wider('callbacks-wider', 'callback_urls', (places) => `codes and tokens could be sent to ${places}`),
  wider('logout-wider', 'logout_urls', (places) => `people who sign out could be sent to ${places}`),
);
