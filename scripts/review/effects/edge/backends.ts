import type { EffectRule } from '../../planned';
import { changed } from '../compare';
import { differing, sides, textMap } from '../values';
import { list, shownUrl } from '../words';

const path = 'request_parameters';
const headers = /^(overwrite|remove|append):header\./;

/** Headers that replace the caller's own: a backend trusts them, since they come from the authorizer. */
const replaced: EffectRule = (change) => {
  const found = sides(change, path);
  if (!found) return [];
  const [before, after] = [textMap(found.before), textMap(found.after)];
  // Setting an additional header removes nothing.
  const names = differing(before, after).filter((name) => headers.test(name) && before[name] !== undefined);
  if (names.length === 0) return [];
  const what = `${list(names.map((name) => name.replace(headers, '')))} would be set differently, or by the caller`;
  return [{ id: 'identity-headers-changed', what, path }];
};

const host = (value: unknown) => {
  if (typeof value !== 'string') return '';
  return URL.canParse(value) && /^https?:/.test(value) ? new URL(value).origin : value;
};

/** The destination of calls, which carry their callers' tokens. */
const moved = changed(
  'backend-moved',
  'integration_uri',
  (before, after) => `calls and their tokens would go to ${shown(after)}, now to ${shown(before)}`,
  host,
);

const shown = (uri: string) => (URL.canParse(uri) && /^https?:/.test(uri) ? shownUrl(uri) : uri || 'nowhere');

export const backends = [replaced, moved];
