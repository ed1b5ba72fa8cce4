/**
 * IAM policy documents in a normal form:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import type { Json } from './model';

/** One test of a condition: `StringEquals`, `aws:SourceAccount`, `111111111111`. Values are alternatives. */
export interface ConditionTest {
  operator: string;
  key: string;
  values: readonly string[];
}

/** One element of a statement: one of these patterns, or anything `except` them. */
export interface Scope {
  except: boolean;
  patterns: readonly string[];
}

/** One statement. Member names are this model's, not IAM's. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  /** `*`, `AWS:arn:aws:iam::111111111111:root`, `Service:lambda.amazonaws.com`. Undefined in policies of identities. */
  principals: Scope | undefined;
  actions: Scope;
  /** `*` in trust policies, which have none. */
  resources: Scope;
  /** All must hold. */
  conditions: readonly ConditionTest[];
}

type JsonObject = { [key: string]: Json };

/** Thrown for anything but a policy document, so that it never passes for an empty one. */
export class NoDocument extends Error {}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function texts(value: Json | undefined, where: string): string[] {
  const all = listOf(value ?? []);
  if (!all.every((one) => ['string', 'number', 'boolean'].includes(typeof one)))
    throw new NoDocument(`${where} contains something other than strings`);
  return all.map(String);
}

const sortedSet = (all: readonly string[]) => [...new Set(all)].sort();

/** An account's id and its root's ARN are equivalent, and so are `*` and `AWS: *` in resource policies. */
function principalTexts(value: Json, where: string): string[] {
  if (value === '*') return ['*'];
  if (!isObject(value)) throw new NoDocument(`${where} is neither "*" nor an object`);
  return Object.entries(value).flatMap(([type, ids]) =>
    texts(ids, where).map((id) => {
      if (type !== 'AWS') return `${type}:${id}`;
      if (id === '*') return '*';
      return `AWS:${/^\d{12}$/.test(id) ? `arn:aws:iam::${id}:root` : id}`;
    }),
  );
}

const known = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'],
  'Condition',
]);

/** Reads `X` or `NotX`, of which a statement has one. */
function scopeOf(statement: JsonObject, name: string, read: (value: Json, where: string) => string[]) {
  const [one, not] = [statement[name], statement[`Not${name}`]];
  if (one !== undefined && not !== undefined) throw new NoDocument(`a statement has ${name} and Not${name}`);
  const value = one ?? not;
  if (value === undefined) return undefined;
  return { except: one === undefined, patterns: sortedSet(read(value, name)) };
}

function conditionsOf(condition: Json | undefined): ConditionTest[] {
  if (condition === undefined) return [];
  if (!isObject(condition)) throw new NoDocument('Condition is not an object');
  return Object.entries(condition).flatMap(([operator, tests]) => {
    if (!isObject(tests)) throw new NoDocument(`condition ${operator} is not an object`);
    return Object.entries(tests).map(([key, values]) => ({
      operator,
      key,
      values: sortedSet(texts(values, key)),
    }));
  });
}

/** Before version 2012-10-17, which is not the default, `${…}` is plain text, so it is renamed here. */
const plainVariables = (document: JsonObject): boolean => document.Version !== '2012-10-17';

const renamed = (statement: Json): Json =>
  JSON.parse(JSON.stringify(statement).replaceAll('${', () => '${plain text '));

function statementOf(statement: Json): Statement {
  if (!isObject(statement)) throw new NoDocument('a statement is not an object');
  const strange = Object.keys(statement).find((name) => !known.has(name));
  if (strange) throw new NoDocument(`a statement has the unknown member "${strange}"`);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new NoDocument('a statement neither allows nor denies');
  const actions = scopeOf(statement, 'Action', texts);
  if (!actions) throw new NoDocument('a statement names no action');
  return {
    effect,
    principals: scopeOf(statement, 'Principal', principalTexts),
    actions,
    resources: scopeOf(statement, 'Resource', texts) ?? { except: false, patterns: ['*'] },
    conditions: conditionsOf(statement.Condition),
  };
}

/**
 * Statements of a document, given as JSON text or as a value.
 * Throws `NoDocument` if it is not a policy, or has members that IAM does not know.
 */
export function statementsOf(given: Json): Statement[] {
  let document = given;
  if (typeof given === 'string')
    try {
      document = JSON.parse(given) as Json;
    } catch {
      throw new NoDocument('it is not JSON');
    }
  if (!isObject(document) || document.Statement === undefined) throw new NoDocument('it has no Statement');
  const plain = plainVariables(document);
  return listOf(document.Statement).map((statement) => statementOf(plain ? renamed(statement) : statement));
}
