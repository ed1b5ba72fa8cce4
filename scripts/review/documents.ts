import { normalPolicy } from '../policy/normal';
import { canonical, canonicalText, inOrder, isObject } from './canonical';
import type { Json } from './model';

/** A JSON object or list in a string; undefined for any other string. */
export function documentIn(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string' || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** IAM accepts a single value instead of a list of one, and ignores order. */
const set = (value: Json): Json =>
  inOrder([...new Map([value].flat().map((one) => [canonicalText(one), one])).values()]);

/** Conditions compare strings: `true` is `"true"`. */
const texts = (value: Json): Json => set([value].flat().map((one) => (isObject(one) ? one : String(one))));

const members = (value: Json, of: (value: Json) => Json): Json =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, of(member)]))
    : value;

const principals = (value: Json) => members(value, set);

const elements: ReadonlyMap<string, (value: Json) => Json> = new Map([
  ['Action', set],
  ['NotAction', set],
  ['Resource', set],
  ['NotResource', set],
  ['Principal', principals],
  ['NotPrincipal', principals],
  ['Condition', (value) => members(value, (operator) => members(operator, texts))],
]);

const statement = (given: Json): Json =>
  isObject(given)
    ? Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, elements.get(key)?.(value) ?? value]),
      )
    : given;

/** Whether a document is an IAM policy: of a role, a bucket, a key, an e-mail identity, a queue, … */
export const isIamDocument = (document: Json | undefined): document is { Statement: Json } =>
  isObject(document) && document.Statement !== undefined;

/**
 * An IAM document in normal form, so that equal meaning gives equal text: statements, keys and lists sorted, and single
 * values as lists (IAM User Guide, "Grammar of the IAM JSON policy language").
 */
export const normalIamDocument = (document: { Statement: Json }): Json =>
  canonical({ ...document, Statement: inOrder([document.Statement].flat().map(statement)) });

/** Attributes that contain a Cedar policy or template, by type and path. */
const cedar: ReadonlyMap<string, { template: boolean }> = new Map([
  ['aws_verifiedpermissions_policy.definition.static.statement', { template: false }],
  ['aws_verifiedpermissions_policy_template.statement', { template: true }],
]);

/**
 * Whether two strings are the same Cedar policy except for comments, annotations and layout. False if they are not
 * policies, or the engine cannot parse them.
 * @param path including the type, without indices
 */
export function isSameCedar(path: string, before: string, after: string): boolean {
  const kind = cedar.get(path);
  if (!kind) return false;
  try {
    const [a, b] = [before, after].map((text) => normalPolicy({ name: '', path, text, ...kind }).form);
    return a === b;
  } catch {
    return false;
  }
}

/** Unordered lists in documents other than IAM's: DynamoDB's sets, and those of a Cedar schema. */
const unordered = new Set([
  'SS',
  'NS',
  'BS',
  'memberOf',
  'memberOfTypes',
  'principalTypes',
  'resourceTypes',
  'enum',
]);

/** Any other document, with its unordered lists sorted. */
export function normalDocument(document: Json): Json {
  if (Array.isArray(document)) return document.map(normalDocument);
  if (!isObject(document)) return document;
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => [
      key,
      unordered.has(key) && Array.isArray(value) ? inOrder(value) : normalDocument(value),
    ]),
  );
}
