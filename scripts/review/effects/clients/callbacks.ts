import type { EffectRule } from '../../planned';
import type { EffectId } from '../catalogue';
import { all } from '../compare';
import { list, shownUrl } from '../words';
import { widened } from './widened';

/**
 * The place that a URL leads to. Of https it is the host with its port: who serves that can read every path of it, and
 * which sign-in owns which path is checked with the configuration (`environments/checks/callback-owner.ts`). All others
 * are places of their own: http is read by whoever is in between, another app may claim the same scheme, and a wildcard
 * or credentials mean that somebody did not mean what stands there.
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

/** Where a client may send people, with a code or without one. */
export const callbacks = all(
  wider('callbacks-wider', 'callback_urls', (places) => `codes and tokens could be sent to ${places}`),
  wider('logout-wider', 'logout_urls', (places) => `people who sign out could be sent to ${places}`),
);
