import type { LoadedEnvironment } from '../../environments/schema';
import { judge } from '../guard/judge';
import { type Guard, loadGuard } from '../guard/load';
import type { PlanSet } from '../plan-set/folder';
import type { ReviewModel, StackModel } from './model';
import { modelHash } from './model-hash';
import type { Review } from './report';

/** Judges a plan set by its environment's guard, as in this checkout. */
export const reviewOf = (
  guard: Guard,
  { model, manifest: { model: hash, facts } }: Pick<PlanSet, 'model' | 'manifest'>,
  now = new Date(),
): Review => ({
  model,
  facts,
  verdict: judge(model, { ...guard, hash, authors: facts.authors, now }),
});

/** The guard of an environment. Throws a usage error with every problem of its files. */
export const guardOf = (root: string, { environment }: LoadedEnvironment): Guard =>
  loadGuard(root, environment.name);

/**
 * Why the guard forbids a stack's unreviewed, and so unapproved, plan; undefined if it does not.
 * The second argument belongs to the review that it is part of.
 */
export function forbiddenAlone(
  guard: Guard,
  { environment, production }: Pick<ReviewModel, 'environment' | 'production'>,
  stack: StackModel,
): string | undefined {
  const model: ReviewModel = {
    version: 1,
    environment,
    production,
    stacks: [stack],
    failed: [],
    skipped: [],
  };
  const { findings } = judge(model, {
    ...guard,
    approvals: [],
    hash: modelHash(model),
    authors: null,
    now: new Date(),
  });
  const blocked = findings.filter(({ severity }) => severity === 'blocked');
  if (blocked.length === 0) return undefined;
  return blocked.map(({ rule, address, why }) => `${rule} (${address}): ${why}`).join('; ');
}
