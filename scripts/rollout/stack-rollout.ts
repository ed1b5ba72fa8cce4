import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateBucket } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { bucketExists } from '../aws/state-bucket';
import { failure } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import { type Change, type Counts, countChanges, operationCount } from '../terraform/changes';
import { apply, init, plan, type StackSession } from '../terraform/session';
import { moveStateToBucket, openFoundation } from './foundation-state';

const savedPlan = 'rollout.tfplan';

/** Whether a stack was changed, and by how much. */
export interface StackRollout {
  outcome: 'applied' | 'unchanged';
  counts: Counts;
}

/** Points the work folder at the stack's state; a foundation may have to bring itself up first. */
async function openState(environment: Environment, stack: StackInfo, folder: string) {
  if (stack.stack === 'foundation') return openFoundation(environment, stack, folder, 'change');
  if (await bucketExists(environment, stack.account, 'change')) return 'bucket';
  throw failure(
    `account ${stack.account} has no state bucket ${stateBucket(environment, stack.account)} yet`,
    `roll out its foundation first: npx fleet rollout --env ${environment.name} --account ${stack.account} --stack foundation`,
  );
}

/**
 * Plans one stack and applies exactly that plan. Without changes, nothing is applied.
 * @param unnamed what a plan destroys although nobody named it: then nothing is applied either
 */
export async function rolloutStack(
  session: StackSession,
  environment: Environment,
  stack: StackInfo,
  unnamed: (changes: readonly Change[]) => string[],
): Promise<StackRollout> {
  const location = await openState(environment, stack, session.folder);
  await init(session);
  try {
    const { changed, changes } = await plan(session, savedPlan);
    const lost = unnamed(changes);
    if (lost.length > 0)
      throw failure(
        `the plan of ${stack.id} would destroy what configuration does not name: ${lost.join(', ')}; it was not applied`,
        'somebody has rolled that out since this began: bring this checkout up to date, and run again',
      );
    const counts = countChanges(changes);
    if (changed) await apply(session, savedPlan, operationCount(counts));
    if (location === 'bootstrap') await moveStateToBucket(session, environment, stack);
    return { outcome: changed ? 'applied' : 'unchanged', counts };
  } finally {
    // A plan can hold secrets, and this one is spent.
    rmSync(join(session.folder, savedPlan), { force: true });
  }
}
