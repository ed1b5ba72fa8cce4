import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** A comparison of an attribute with a string: `resource.type == "aws_kms_key"`. */
interface Mention {
  /** `resource.type`, `context.effects`. */
  attribute: string;
  text: string;
}

/** What a policy reads. */
export interface Mentions {
  compared: Mention[];
  /** Attributes of the resource that it reads; undefined if it may read all of them. */
  ofResource: ReadonlyMap<string, Look> | undefined;
}

/** Whether an attribute's value is read, or only its presence: `resource has owner`. */
export type Look = 'value' | 'presence';

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** An attribute access such as `resource.type`; undefined for any other expression. */
function attributeOf(expression: unknown): string | undefined {
  const access = isNode(expression) ? expression['.'] : undefined;
  if (!isNode(access) || !isNode(access.left) || typeof access.left.Var !== 'string') return undefined;
  return `${access.left.Var}.${access.attr}`;
}

/** The strings of an expression that is a string, or a set of strings. */
function textsOf(expression: unknown): string[] {
  if (!isNode(expression)) return [];
  if (typeof expression.Value === 'string') return [expression.Value];
  return Array.isArray(expression.Set) ? expression.Set.flatMap(textsOf) : [];
}

/** Comparisons in an expression and its subexpressions. */
function* comparisons(node: unknown): Generator<Mention> {
  if (!isNode(node)) return;
  for (const part of Object.values(node)) {
    if (isNode(part) && 'left' in part && 'right' in part)
      for (const [side, other] of [
        [part.left, part.right],
        [part.right, part.left],
      ]) {
        const attribute = attributeOf(side);
        if (attribute) for (const text of textsOf(other)) yield { attribute, text };
      }
    yield* comparisons(part);
  }
}

/** Attributes of the resource that are read; `*` if it is used as a whole. */
function* looks(node: unknown): Generator<[attribute: string, look: Look]> {
  if (!isNode(node)) return;
  if (node.Var === 'resource') {
    yield ['*', 'value'];
    return;
  }
  for (const [key, part] of Object.entries(node)) {
    const direct =
      (key === '.' || key === 'has') &&
      isNode(part) &&
      isNode(part.left) &&
      part.left.Var === 'resource' &&
      typeof part.attr === 'string';
    if (direct) yield [part.attr as string, key === 'has' ? 'presence' : 'value'];
    else yield* looks(part);
  }
}

/** Merges reads of attributes; reading a value includes its presence. */
export function joinLooks(looks: Iterable<readonly [string, Look]>): Map<string, Look> {
  const joined = new Map<string, Look>();
  for (const [attribute, look] of looks) if (joined.get(attribute) !== 'value') joined.set(attribute, look);
  return joined;
}

/** What a policy reads, from its JSON. */
export function mentionsIn({ resource, conditions }: PolicyJson): Mentions {
  const looked = joinLooks(looks(conditions));
  const whole = looked.has('*') || resource.op !== 'All';
  return { compared: [...comparisons(conditions)], ofResource: whole ? undefined : looked };
}
