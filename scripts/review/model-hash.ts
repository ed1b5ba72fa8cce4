import { createHash } from 'node:crypto';
import { canonicalText, inOrder } from './canonical';
import type { Json, ReviewedChange, ReviewModel, StackModel } from './model';

// A model is pure JSON; undefined members are left out of its text too.
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const set = (values: readonly unknown[]): Json => inOrder(values.map(json));

const change = ({ attributes, effects, ...rest }: ReviewedChange) => ({
  ...rest,
  attributes: set(attributes),
  effects: set(effects),
});

const stack = ({ stack: { tenants, ...place }, changes, ...rest }: StackModel) => ({
  ...rest,
  stack: { ...place, tenants: set(tenants) },
  changes: set(changes.map(change)),
});

/**
 * Hexadecimal SHA-256 of a model's content: the order of keys, stacks, changes, attributes, effects and tenants does not
 * matter; everything else does. Approvals are bound to it.
 */
export function modelHash({ stacks, failed, skipped, ...rest }: ReviewModel): string {
  const text = canonicalText(
    json({ ...rest, stacks: set(stacks.map(stack)), failed: set(failed), skipped: set(skipped) }),
  );
  return createHash('sha256').update(text).digest('hex');
}
