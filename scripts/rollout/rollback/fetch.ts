import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateKey } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import { contentHash } from '../../applied/content-hash';
import { type KeptContent, keptContent, writeContent } from '../../applied/kept-content';
import { remembered } from '../../applied/look';
import { unresolved } from '../../applied/record';
import { openBucket } from '../../aws/state-bucket';
import type { Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import { privateFolder } from '../../cli/workspace';
import type { StackInfo } from '../../selection/stacks';
import type { Undo } from './of-run';

/** A stack to revert to earlier content. */
export interface Reversion {
  stack: StackInfo;
  back: NonNullable<Undo['back']>;
}

async function keptOf(
  environment: Environment,
  { stack, back }: Reversion,
): Promise<KeptContent | undefined> {
  const store = await openBucket(environment, stack.account, 'change');
  if (!store) return undefined;
  try {
    return await keptContent(store, stateKey(stack.region, stack.stack), back.content);
  } finally {
    store.close();
  }
}

/** Stacks for which a run can no longer be undone, because something was applied to them since. */
async function overtaken(
  environment: Environment,
  run: string,
  reversions: readonly Reversion[],
): Promise<string[]> {
  const known = await remembered(
    environment,
    'change',
    reversions.map(({ stack }) => stack),
  );
  return reversions.flatMap(({ stack: { id }, back }) => {
    const record = known.get(id)?.record;
    const last = record?.applied;
    const ours = last?.run === run || last?.content === back.content || unresolved(record).includes(run);
    return ours
      ? []
      : [`${id} has been applied again since, by ${last ? `run ${last.run}` : 'an unknown run'}`];
  });
}

/**
 * Writes the stacks' content from before a run into a folder, as it was synthesized then. Throws a usage error with
 * every obstacle; nothing is changed.
 * @returns the folder, used in place of newly synthesized content
 */
export async function fetchReversions(
  { workspace, env }: Pick<Context, 'workspace' | 'env'>,
  environment: Environment,
  run: string,
  reversions: readonly Reversion[],
): Promise<string> {
  const folder = privateFolder(workspace.state, 'rollback', run);
  rmSync(join(folder, 'stacks'), { recursive: true, force: true });
  const problems = await overtaken(environment, run, reversions);
  for (const one of reversions) {
    const { id } = one.stack;
    const { content, commit } = one.back;
    const kept = await keptOf(environment, one);
    const at = join(folder, 'stacks', id);
    if (kept) writeContent(kept, at);
    else
      problems.push(
        `${id}: what was applied before is not kept; check out ${commit ?? 'its source'}, and roll that out`,
      );
    if (kept && contentHash(at, env) !== content)
      problems.push(`${id}: what is kept of it is not what was applied, or a TF_VAR_ variable differs`);
  }
  if (problems.length > 0)
    throw usageError(`run ${run} cannot be rolled back; nothing was changed:\n${problems.join('\n')}`);
  return folder;
}
