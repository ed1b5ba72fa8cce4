import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { privateFolder } from '../cli/workspace';
import { openPlanSet } from '../plan-set/sealed';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { compareModels, type ReviewDifference } from './compare';
import { html } from './render/html/page';
import { documentOf, json } from './render/json';
import { markdown } from './render/markdown/markdown';
import { sarif } from './render/sarif';
import { terminal } from './render/terminal';
import type { Review } from './report';
import { guardOf, reviewOf } from './review-of';

/** Flags of `fleet review`. */
export interface ReviewFlags extends CommonFlags {
  /** Folder for the reports. */
  out?: string;
}

/** Reports by their file names. */
const reports: Readonly<Record<string, (review: Review) => string>> = {
  'review.md': (review) => markdown(review),
  'review.html': html,
  'review.json': json,
  'review.sarif': sarif,
};

const exitCodeOf = ({ verdict }: Review): number => {
  if (verdict.outcome === 'blocked') return exitCodes.blocked;
  return verdict.outcome === 'incomplete' ? exitCodes.failed : exitCodes.done;
};

/**
 * `fleet review <plan set>`: judges a plan set by the rules and approvals of this checkout, and writes the reports.
 * Works offline, unless the set is sealed. Exit 3 when the guard forbids any of it, 1 when a stack could not be planned.
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
  const to = out ? resolve(out) : privateFolder(`${resolve(path)}.review`);
  mkdirSync(to, { recursive: true });
  for (const [name, render] of Object.entries(reports))
    writeFileSync(join(to, name), render(review), { mode: 0o600 });
  const files = Object.keys(reports).map((name) => join(to, name));
  return {
    data: { ...documentOf(review), files },
    text: [terminal(review), ...files].join('\n'),
    exitCode: exitCodeOf(review),
  };
}

const line = ({ stack, address, what }: ReviewDifference) =>
  [stack, address, what].filter(Boolean).join('  ');

/**
 * `fleet review <plan set> <plan set>`: whether two plan sets would do the same, such as the approved one and one that
 * was made anew. Exit 3 when they would not.
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
