import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { openPlanSet } from '../plan-set/sealed';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { compareModels, type ReviewDifference } from './compare';
import type { Review } from './report';
import { writeReports } from './reports';
import { guardOf, reviewOf } from './review-of';

/** Flags of `fleet review`. */
export interface ReviewFlags extends CommonFlags {
  /** Folder for the reports. */
  out?: string;
}

const exitCodeOf = ({ verdict }: Review): number => {
  if (verdict.outcome === 'blocked') return exitCodes.blocked;
  return verdict.outcome === 'incomplete' ? exitCodes.failed : exitCodes.done;
};

/**
 * `fleet review <plan set>`: judges a plan set by the rules and approvals of this checkout, and writes the reports.
 * Works offline, unless the set is sealed. Exit 3 if the guard forbids any of it, 1 if a stack could not be planned.
 */
export async function reviewCommand(
  context: Context,
  path: string,
  { out }: ReviewFlags,
): Promise<CommandResult> {
  const { root } = context.workspace;
  const { set, close } = await openPlanSet(context, path, { toReview: true });
  const loaded = pickEnvironment(validConfiguration(root), set.manifest.environment);
  close();
  const review = reviewOf(guardOf(root, loaded), set);
  return { ...writeReports(review, path, out), exitCode: exitCodeOf(review) };
}

const line = ({ stack, address, what }: ReviewDifference) =>
  [stack, address, what].filter(Boolean).join('  ');

/**
 * `fleet review <plan set> <plan set>`: whether two plan sets would do the same, such as the approved one and a
 * newer one. Exit 3 if they would not.
 */
export async function compareCommand(
  context: Context,
  first: string,
  second: string,
): Promise<CommandResult> {
  const one = await openPlanSet(context, first, { toReview: true });
  one.close();
  const other = await openPlanSet(context, second, { toReview: true });
  other.close();
  const [a, b] = [one.set, other.set];
  const differences = compareModels(a.model, b.model);
  const same = a.manifest.model === b.manifest.model;
  return {
    data: { same, models: [a.manifest.model, b.manifest.model], differences },
    text: same
      ? `both would do the same (model ${a.manifest.model.slice(0, 12)})`
      : ['they would not do the same:', ...differences.map(line)].join('\n'),
    exitCode: same ? exitCodes.done : exitCodes.blocked,
  };
}
