import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { NormalPolicy } from './normal';

type Condition = PolicyJson['conditions'][number];

/**
 * The parts of a policy's condition that must all be true: those of `when { a && b }` are `when { a }` and
 * `when { b }`, those of `unless { a || b }` are `unless { a }` and `unless { b }`.
 */
function parts({ kind, body }: Condition): Condition[] {
  const operator = kind === 'when' ? '&&' : '||';
  const both = (body as Record<string, { left: Condition['body']; right: Condition['body'] } | undefined>)[
    operator
  ];
  return both ? [both.left, both.right].flatMap((side) => parts({ kind, body: side })) : [{ kind, body }];
}

const textOf = (condition: Condition): string => JSON.stringify(condition);

const heads = ['principal', 'action', 'resource'] as const;

/**
 * Whether `wide` certainly holds wherever `narrow` does: it has the same scope or a wider one, and no condition that
 * `narrow` lacks. False if that is not certain. A policy holds only if all its conditions are true and none fails, so
 * their order does not matter.
 */
export function implies(narrow: NormalPolicy, wide: NormalPolicy): boolean {
  if (narrow.form === wide.form) return true;
  const [inner, outer] = [narrow.json, wide.json];
  const fits = heads.every(
    (head) => outer[head].op === 'All' || JSON.stringify(outer[head]) === JSON.stringify(inner[head]),
  );
  if (!fits) return false;
  const asked = new Set(inner.conditions.flatMap(parts).map(textOf));
  return outer.conditions.flatMap(parts).every((part) => asked.has(textOf(part)));
}
