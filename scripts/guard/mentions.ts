import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** A comparison of an attribute with a text: `resource.type == "aws_kms_key"`. */
interface Mention {
  /** `resource.type`, `context.effects`. */
  attribute: string;
  text: string;
}

/** What a policy looks at. */
export interface Mentions {
  compared: Mention[];
  /** Attributes of the resource that it reads; undefined where it may look at all of it. */
  ofResource: ReadonlySet<string> | undefined;
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** `resource.type` for an expression that is just that. */
function attributeOf(expression: unknown): string | undefined {
  const access = isNode(expression) ? expression['.'] : undefined;
  if (!isNode(access) || !isNode(access.left) || typeof access.left.Var !== 'string') return undefined;
  return `${access.left.Var}.${access.attr}`;
}

/** Texts of an expression that is one, or a set of some. */
function textsOf(expression: unknown): string[] {
  if (!isNode(expression)) return [];
  if (typeof expression.Value === 'string') return [expression.Value];
  return Array.isArray(expression.Set) ? expression.Set.flatMap(textsOf) : [];
}

/** Looks at one expression and all inside it. */
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

/** Attributes of the resource that are read; `*` where it is used as a whole. */
function* reads(node: unknown): Generator<string> {
  if (!isNode(node)) return;
  if (node.Var === 'resource') {
    yield '*';
    return;
  }
  for (const [key, part] of Object.entries(node)) {
    const direct =
      (key === '.' || key === 'has') &&
      isNode(part) &&
      isNode(part.left) &&
      part.left.Var === 'resource' &&
      typeof part.attr === 'string';
    if (direct) yield part.attr as string;
    else yield* reads(part);
  }
}

/** What a policy looks at, from its JSON. */
export function mentionsIn({ resource, conditions }: PolicyJson): Mentions {
  const read = new Set(reads(conditions));
  const whole = read.has('*') || resource.op !== 'All';
  return { compared: [...comparisons(conditions)], ofResource: whole ? undefined : read };
}
