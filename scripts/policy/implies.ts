import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { NormalPolicy } from './normal';

type Condition = PolicyJson['conditions'][number];

/**
 * The parts of a policy's conditions that all must come true: those of `when { a && b }` are `when { a }` and
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
 * Whether it is certain that `wide` holds wherever `narrow` does: it has the same head or a wider one, and no condition
 * that the other lacks. False where that cannot be told. A policy holds if all its conditions come true, and none if one
 * of them fails, so their order does not matter.
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
