/**
 * The condition operators of IAM's policy language:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

export type OneOrMore = string | string[];

/**
 * What is known of a request: condition key (in any case) → value; null for a key that the request definitely doesn't
 * have. `aws:RequestTag/*` covers all such keys that aren't listed, and so does `kms:EncryptionContext:*`. Any other
 * key is unknown.
 */
export type Context = Readonly<Record<string, OneOrMore | null>>;

/** Whether a condition holds; `unknown` if that can't be evaluated here. */
export type Verdict = 'yes' | 'no' | 'unknown';

export const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

const verdict = (holds: boolean): Verdict => (holds ? 'yes' : 'no');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Looks up a key, ignoring case. Undefined: unknown. */
const lookup = (context: Context, key: string): OneOrMore | null | undefined => {
  const find = (name: string) =>
    Object.entries(context).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  const found = find(key);
  return found === undefined
    ? find(key.replace(/\/.*/, '/*').replace(/^(kms:EncryptionContext:).*/i, '$1*'))
    : found;
};

/**
 * A pattern as a regular expression: `*` matches any text, `?` one character, and `${key}` the value of a key.
 * Undefined if such a value is missing, so that the pattern matches nothing.
 */
function patternOf(pattern: string, context: Context, wildcards: boolean): RegExp | undefined {
  let source = '';
  for (const part of pattern.split(/(\$\{[^}]*\})/)) {
    const [, key] = /^\$\{([^}]*)\}$/.exec(part) ?? [];
    if (key === undefined) {
      const text = escaped(part);
      source += wildcards ? text.replaceAll('\\*', '.*').replaceAll('\\?', '.') : text;
    } else if (['*', '?', '$'].includes(key)) source += escaped(key);
    else {
      const value = lookup(context, key);
      if (typeof value !== 'string') return undefined;
      source += escaped(value);
    }
  }
  return new RegExp(`^${source}$`, 's');
}

/** Whether a pattern with wildcards and policy variables matches a value. */
export const like = (pattern: string, value: string, context: Context = {}): boolean =>
  patternOf(pattern, context, true)?.test(value) ?? false;

type Compare = (wanted: string, value: string, context: Context) => Verdict;

const text =
  (wildcards: boolean, flags = ''): Compare =>
  (wanted, value, context) => {
    const pattern = patternOf(wanted, context, wildcards);
    return verdict(pattern !== undefined && new RegExp(pattern.source, `s${flags}`).test(value));
  };

const boolean: Compare = (wanted, value) =>
  /^(true|false)$/.test(value) ? verdict(wanted.toLowerCase() === value) : 'unknown';

const number =
  (holds: (value: number, wanted: number) => boolean): Compare =>
  (wanted, value) => {
    const [a, b] = [Number(value), Number(wanted)];
    return Number.isFinite(a) && Number.isFinite(b) ? verdict(holds(a, b)) : 'unknown';
  };

/** By name, each with whether it negates its comparison. Other operators can't be evaluated here. */
const operators: ReadonlyMap<string, { compare: Compare; not?: boolean }> = new Map([
  ['StringEquals', { compare: text(false) }],
  ['StringNotEquals', { compare: text(false), not: true }],
  ['StringEqualsIgnoreCase', { compare: text(false, 'i') }],
  ['StringNotEqualsIgnoreCase', { compare: text(false, 'i'), not: true }],
  ['StringLike', { compare: text(true) }],
  ['StringNotLike', { compare: text(true), not: true }],
  // ArnEquals and ArnLike behave identically, according to IAM's documentation.
  ['ArnEquals', { compare: text(true) }],
  ['ArnLike', { compare: text(true) }],
  ['ArnNotEquals', { compare: text(true), not: true }],
  ['ArnNotLike', { compare: text(true), not: true }],
  ['Bool', { compare: boolean }],
  ['NumericEquals', { compare: number((value, wanted) => value === wanted) }],
  ['NumericLessThan', { compare: number((value, wanted) => value < wanted) }],
  ['NumericLessThanEquals', { compare: number((value, wanted) => value <= wanted) }],
  ['NumericGreaterThan', { compare: number((value, wanted) => value > wanted) }],
  ['NumericGreaterThanEquals', { compare: number((value, wanted) => value >= wanted) }],
]);

const any = (verdicts: Verdict[]): Verdict =>
  verdicts.includes('yes') ? 'yes' : verdicts.includes('unknown') ? 'unknown' : 'no';
const all = (verdicts: Verdict[]): Verdict =>
  verdicts.includes('no') ? 'no' : verdicts.includes('unknown') ? 'unknown' : 'yes';
const opposite = (one: Verdict): Verdict => (one === 'unknown' ? one : one === 'yes' ? 'no' : 'yes');

/** Whether one operator holds for one key. */
function operatorHolds(operator: string, key: string, wanted: string[], context: Context): Verdict {
  const value = lookup(context, key);
  if (value === undefined) return 'unknown';
  if (operator === 'Null') return verdict(wanted.includes(String(value === null)));
  const [, quantifier = '', name = '', ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const found = operators.get(name);
  if (!found) return 'unknown';
  if (value === null) {
    if (ifExists || quantifier === 'ForAllValues:') return 'yes';
    return verdict(found.not === true && quantifier === '');
  }
  // A multivalued key can only be compared with a quantifier.
  if (Array.isArray(value) && !quantifier) return 'unknown';
  const each = list(value).map((one) => {
    const some = any(wanted.map((pattern) => found.compare(pattern, one, context)));
    return found.not ? opposite(some) : some;
  });
  return quantifier === 'ForAnyValue:' ? any(each) : all(each);
}

export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

/** Whether all conditions of a statement hold. */
export const conditionsHold = (condition: Condition = {}, context: Context): Verdict =>
  all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) =>
        operatorHolds(operator, key, list(wanted).map(String), context),
      ),
    ),
  );
