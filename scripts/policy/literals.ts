import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** A literal in a policy; extension values as written, such as `10.0.0.0/8`. */
export type Literal =
  | { kind: 'string'; value: string }
  | { kind: 'long'; value: number }
  | { kind: 'ip' | 'decimal' | 'datetime' | 'duration'; value: string };

/** The literals in policies: decisions change at values near these. */
export interface Literals {
  /** Literals that are compared with the attribute. */
  of(attribute: string): readonly Literal[];
  all: readonly Literal[];
  /** Ids by entity type. */
  ids(type: string): readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: an expression in Cedar's JSON, walked regardless of its type.
type Json = any;

/** Operators that compare attributes with literals. */
const relations = new Set([
  ...['==', '!=', '<', '<=', '>', '>=', 'in', 'like', 'contains', 'containsAll', 'containsAny'],
  ...['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual', 'isInRange'],
]);
const constructors = new Set(['ip', 'decimal', 'datetime', 'duration']);

/** The last attribute of each path in an expression: `scope` for `context.token.scope`. */
function attributesIn(node: Json): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(attributesIn);
  if (node['.']) return [node['.'].attr];
  if (node.getTag) return attributesIn(node.getTag.left);
  return Object.values(node).flatMap(attributesIn);
}

const scalar = (value: unknown): Literal[] => {
  if (typeof value === 'string') return [{ kind: 'string', value }];
  return typeof value === 'number' ? [{ kind: 'long', value }] : [];
};

/** Two texts that match the pattern: with each wildcard empty, and with a letter for each. */
const likePattern = (pattern: Json[]): Literal[] =>
  ['', 'x'].map((wild) => ({
    kind: 'string',
    value: pattern.map((part) => (part === 'Wildcard' ? wild : part.Literal)).join(''),
  }));

function literalsIn(node: Json): Literal[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(literalsIn);
  return Object.entries<Json>(node).flatMap(([key, body]): Literal[] => {
    if (key === 'Value') return scalar(body);
    if (key === 'pattern') return likePattern(body);
    if (key === 'neg' && typeof body.arg?.Value === 'number')
      return [{ kind: 'long', value: -body.arg.Value }];
    if (constructors.has(key) && Array.isArray(body))
      return typeof body[0]?.Value === 'string'
        ? [{ kind: key as 'ip', value: body[0].Value }]
        : literalsIn(body);
    return literalsIn(body);
  });
}

const unique = (literals: readonly Literal[]) => [
  ...new Map(literals.map((literal) => [JSON.stringify(literal), literal])).values(),
];

/** Collects the literals of these policies. */
export function literalsOf(policies: readonly PolicyJson[]): Literals {
  const byAttribute = new Map<string, Literal[]>();
  const ids = new Map<string, Set<string>>();
  const add = (attribute: string, literals: readonly Literal[]) =>
    byAttribute.set(attribute, unique([...(byAttribute.get(attribute) ?? []), ...literals]));
  function walk(node: Json): void {
    if (typeof node !== 'object' || node === null) return;
    if (typeof node.type === 'string' && typeof node.id === 'string')
      ids.set(node.type, (ids.get(node.type) ?? new Set()).add(node.id));
    for (const [key, body] of Object.entries<Json>(node)) {
      if (relations.has(key)) for (const attribute of attributesIn(body)) add(attribute, literalsIn(body));
      if (key === 'Record') for (const [name, value] of Object.entries(body)) add(name, literalsIn(value));
      walk(body);
    }
  }
  walk(policies);
  const all = unique(policies.flatMap(({ conditions }) => literalsIn(conditions)));
  return {
    all,
    of: (attribute) => byAttribute.get(attribute) ?? [],
    ids: (type) => [...(ids.get(type) ?? [])],
  };
}
