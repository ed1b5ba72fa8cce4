import { normalPolicy } from '../policy/normal';
import { canonical, canonicalText, inOrder, isObject } from './canonical';
import type { Json } from './model';

/** JSON in a text that is an object or a list; undefined for every other text. */
export function documentIn(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string' || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** IAM lets one value stand for a list of one, and no list has an order. */
const set = (value: Json): Json =>
  inOrder([...new Map([value].flat().map((one) => [canonicalText(one), one])).values()]);

/** Conditions compare texts: `true` is `"true"`. */
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

/** Whether a document is one of IAM's: of a role, a bucket, a key, an e-mail identity, a queue, … */
export const isIamDocument = (document: Json | undefined): document is { Statement: Json } =>
  isObject(document) && document.Statement !== undefined;

/**
 * An IAM document so that equal meaning is equal text: without the order of statements, keys and lists, and with a list
 * where one value stands for it (IAM User Guide, "Grammar of the IAM JSON policy language").
 */
export const normalIamDocument = (document: { Statement: Json }): Json =>
  canonical({ ...document, Statement: inOrder([document.Statement].flat().map(statement)) });

/** Attributes that hold a policy or a template in Cedar, by type and path. */
const cedar: ReadonlyMap<string, { template: boolean }> = new Map([
  ['aws_verifiedpermissions_policy.definition.static.statement', { template: false }],
  ['aws_verifiedpermissions_policy_template.statement', { template: true }],
]);

/**
 * Whether two texts are the same policy in Cedar but for comments, annotations and layout. False where they are none, or
 * the engine cannot read them.
 * @param path with the type, without indices
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

/** Lists without an order in documents that are not IAM's: DynamoDB's sets, and those of a Cedar schema. */
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

/** Any other document, without the order of lists that have none. */
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
