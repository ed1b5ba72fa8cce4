import { type AttributeChange, changesOf, type ReviewedChange, type ReviewModel } from './model';

/** A change that differs between two reviews. */
export interface ReviewDifference {
  stack: string;
  address: string;
  /** Only in the first, only in the second, or different in both. */
  in: 'first' | 'second' | 'both';
  /** Description of the difference. */
  what: string;
}

const keyed = (model: ReviewModel) =>
  new Map(
    changesOf(model).map(({ stack, change }) => [
      JSON.stringify([stack.stack.id, change.section, change.address]),
      { stack: stack.stack.id, change },
    ]),
  );

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function attributesThatDiffer(a: readonly AttributeChange[], b: readonly AttributeChange[]): string[] {
  const paths = [...new Set([...a, ...b].map(({ path }) => path))].sort();
  const at = (list: readonly AttributeChange[], path: string) => list.find((one) => one.path === path);
  return paths.filter((path) => !same(at(a, path), at(b, path)));
}

function whatDiffers(a: ReviewedChange, b: ReviewedChange): string {
  const effects = (change: ReviewedChange) => change.effects.map(({ id }) => id).join(', ') || 'none';
  return [
    a.action !== b.action && `${a.action} in the first, ${b.action} in the second`,
    ...attributesThatDiffer(a.attributes, b.attributes).map((path) => `${path} differs`),
    !same(a.effects, b.effects) && `effects: ${effects(a)} in the first, ${effects(b)} in the second`,
  ]
    .filter((word) => word !== false)
    .join('; ');
}

/** Stacks that are in only one of two models, or that only one could plan. */
function stacksThatDiffer(first: ReviewModel, second: ReviewModel): ReviewDifference[] {
  const planned = (model: ReviewModel) => new Set(model.stacks.map(({ stack }) => stack.id));
  const [a, b] = [planned(first), planned(second)];
  const only = (here: Set<string>, there: Set<string>, side: 'first' | 'second') =>
    [...here]
      .filter((id) => !there.has(id))
      .map((id) => ({ stack: id, address: '', in: side, what: `planned in the ${side} only` }));
  return [...only(a, b, 'first'), ...only(b, a, 'second')];
}

/** Every difference between two plan sets of an environment; empty if they would do the same. */
export function compareModels(first: ReviewModel, second: ReviewModel): ReviewDifference[] {
  const [a, b] = [keyed(first), keyed(second)];
  const changes = [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((key): ReviewDifference[] => {
    const [one, other] = [a.get(key), b.get(key)];
    if (one && other) {
      if (same(one.change, other.change)) return [];
      const { stack, change } = one;
      return [{ stack, address: change.address, in: 'both', what: whatDiffers(change, other.change) }];
    }
    const { stack, change } = (one ?? other) as { stack: string; change: ReviewedChange };
    const side = one ? 'first' : 'second';
    return [{ stack, address: change.address, in: side, what: `${change.action} in the ${side} only` }];
  });
  return [...stacksThatDiffer(first, second), ...changes];
}
