/**
 * A change without what is specific to a stack, tenant or resource: `aws_cognito_user_pool.acme_pool` in one stack and
 * `aws_cognito_user_pool.globex_pool` in another have the shape `aws_cognito_user_pool.{tenant}_pool`.
 */
import type { Json, ReviewedChange, ReviewedStack } from './model';

/** The placeholders' values at one place: `{region}` → `eu-central-1`. */
export type Own = ReadonlyMap<string, string>;

/** A shorter id could be part of any word. */
const shortestId = 4;

/** The placeholders of a change with this stack, owner and id. If two values are equal, the first placeholder is used. */
export function ownOf(
  stack: Pick<ReviewedStack, 'region' | 'account' | 'accountId' | 'stack'> | undefined,
  { owner, id }: Pick<ReviewedChange, 'owner' | 'id'>,
): Own {
  const own = new Map<string, string>();
  if (owner) {
    const [kind, name] = owner.includes(':') ? split(owner) : ['owner', owner];
    if (name) own.set(`{${kind}}`, name);
  }
  if (stack) {
    own.set('{stack}', stack.stack);
    own.set('{account}', stack.account);
    own.set('{account-id}', stack.accountId);
    own.set('{region}', stack.region);
  }
  if (id && id.length >= shortestId) own.set('{id}', id);
  return own;
}

const split = (owner: string): [string, string] => {
  const colon = owner.indexOf(':');
  return [owner.slice(0, colon), owner.slice(colon + 1)];
};

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Whole words only: a tenant `pay` is not in `payments`. Longest first, so that an ARN wins over its account id. */
function pattern(values: readonly string[]): RegExp | undefined {
  const found = values.filter(Boolean).sort((a, b) => b.length - a.length);
  if (found.length === 0) return undefined;
  return new RegExp(`(?<![A-Za-z0-9])(?:${found.map(literal).join('|')})(?![A-Za-z0-9])`, 'g');
}

type Rewrite = (text: string) => string;

/** Rewrites every string of a value, including keys. `fromEntries` keeps a key such as `__proto__`. */
function rewritten(value: Json, rewrite: Rewrite): Json {
  if (typeof value === 'string') return rewrite(value);
  if (Array.isArray(value)) return value.map((item) => rewritten(item, rewrite));
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [rewrite(key), rewritten(item, rewrite)]),
    );
  return value;
}

/** Rewrites a change, except its type, action and section, and the ids of its effects. */
function rewriteChange(change: ReviewedChange, rewrite: Rewrite): ReviewedChange {
  const { address, owner, id, previousAddress, attributes, effects } = change;
  return {
    ...change,
    address: rewrite(address),
    ...(owner !== undefined && { owner: rewrite(owner) }),
    ...(id !== undefined && { id: rewrite(id) }),
    ...(previousAddress !== undefined && { previousAddress: rewrite(previousAddress) }),
    attributes: attributes.map((attribute) => ({
      ...attribute,
      path: rewrite(attribute.path),
      ...(attribute.before !== undefined && { before: rewritten(attribute.before, rewrite) }),
      ...(attribute.after !== undefined && { after: rewritten(attribute.after, rewrite) }),
    })),
    effects: effects.map((effect) => ({
      ...effect,
      what: rewrite(effect.what),
      ...(effect.path !== undefined && { path: rewrite(effect.path) }),
    })),
  };
}

/** Replaces specific values in a text with placeholders. */
export function generalText(text: string, own: Own): string {
  return generalizer(own)(text);
}

function generalizer(own: Own): Rewrite {
  const names = new Map<string, string>();
  for (const [name, value] of own) if (!names.has(value)) names.set(value, name);
  const values = [...names.keys()].filter(Boolean);
  const words = pattern(values);
  // Most texts contain none of them, and this check is many times faster.
  return (text) =>
    words && values.some((value) => text.includes(value))
      ? text.replace(words, (word) => names.get(word) ?? word)
      : text;
}

/** Replaces specific values in a change with placeholders. */
export const general = (change: ReviewedChange, own: Own): ReviewedChange =>
  rewriteChange(change, generalizer(own));

/** Fills in placeholders. Those missing from `own` stay. */
export const specificText = (text: string, own: Own): string =>
  text.includes('{') ? text.replace(/\{[^{}]+\}/g, (name) => own.get(name) ?? name) : text;

/** The same for a change. */
export const specific = (shape: ReviewedChange, own: Own): ReviewedChange =>
  rewriteChange(shape, (text) => specificText(text, own));

/** The values that are the same at all places. */
export function commonOf([first, ...others]: readonly Own[]): Own {
  return new Map(
    [...(first ?? [])].filter(([name, value]) => others.every((own) => own.get(name) === value)),
  );
}
