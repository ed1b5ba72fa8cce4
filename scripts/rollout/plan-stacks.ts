import { join } from 'node:path';
import type { Environment } from '../../environments/schema';
import { bucketExists } from '../aws/state-bucket';
import type { Context } from '../cli/context';
import { privateFolder, timestamp } from '../cli/workspace';
import type { StackInfo } from '../selection/stacks';
import { countChanges, describePlan } from '../terraform/changes';
import { init, plan, type StackSession } from '../terraform/session';
import { findTerraform } from '../terraform/tool';
import { openFoundation, planUnbootstrapped } from './foundation-state';
import { type PlanSummary, revisionOf, writeManifest, writeSummary } from './plan-set';
import { runStacks, type StackEnd } from './run-stacks';

export type PlanEnd = StackEnd<PlanSummary & { outcome: 'planned' }>;

/** Opens the stack's state or, before its account is bootstrapped, an empty one. */
async function openForPlan(session: StackSession, environment: Environment, stack: StackInfo) {
  if (stack.stack === 'foundation')
    return { session, bootstrapped: (await openFoundation(environment, stack, session.folder)) === 'bucket' };
  if (await bucketExists(environment, stack.account)) return { session, bootstrapped: true };
  const variables = planUnbootstrapped(environment, stack, session.folder);
  const terraform = { ...session.terraform, env: { ...session.terraform.env, ...variables } };
  return { session: { ...session, terraform }, bootstrapped: false };
}

/** Saves a plan of every stack, in any order, and seals them as a plan set. Changes nothing in AWS. */
export async function planStacks(
  context: Context,
  { environment, stacks }: { environment: Environment; stacks: readonly StackInfo[] },
  parallel: number,
): Promise<{ folder: string; ends: PlanEnd[] }> {
  const { workspace, env } = context;
  const createdAt = new Date();
  const folder = privateFolder(workspace.state, 'plans', `${environment.name}-${timestamp(createdAt)}`);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const steps = stacks.map(({ id }) => ({ id, wave: 0, dependencies: [] }));
  const ends = await runStacks(context, steps, {
    parallel,
    work: async (opened) => {
      const { session, bootstrapped } = await openForPlan(
        opened,
        environment,
        byId.get(opened.id) as StackInfo,
      );
      await init(session);
      const { changed, changes } = await plan(session, join(folder, `${session.id}.tfplan`));
      const summary = { stack: session.id, bootstrapped, changed, counts: countChanges(changes), changes };
      writeSummary(folder, summary);
      return { outcome: 'planned' as const, ...summary };
    },
    word: ({ changed, counts }) => describePlan(counts, changed),
  });
  const { kind, version } = findTerraform(env);
  writeManifest(
    folder,
    {
      environment: environment.name,
      createdAt: createdAt.toISOString(),
      revision: revisionOf(workspace.root),
      tool: { kind, version },
    },
    ends.filter((end): end is Extract<PlanEnd, { outcome: 'planned' }> => end.outcome === 'planned'),
    workspace.built,
  );
  return { folder, ends };
}
