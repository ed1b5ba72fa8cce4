import { join } from 'node:path';
import type { Environment } from '../../environments/schema';
import { bucketExists } from '../aws/state-bucket';
import type { Context } from '../cli/context';
import { privateFolder, timestamp } from '../cli/workspace';
import type { StackInfo } from '../selection/stacks';
import { countChanges, describePlan } from '../terraform/changes';
import { init, plan, type StackSession } from '../terraform/session';
import { findTerraform } from '../terraform/tool';
import { openFoundation, planAsPlanRole, planUnbootstrapped } from './foundation-state';
import { type PlanSummary, revisionOf, writeManifest, writeSummary } from './plan-set';
import { runStacks, type StackEnd } from './run-stacks';

export type PlanEnd = StackEnd<PlanSummary & { outcome: 'planned' }>;

/** Opens the stack's state as the plan role or, before its account is bootstrapped, an empty one. */
async function openForPlan(session: StackSession, environment: Environment, stack: StackInfo) {
  const { folder, terraform } = session;
  const isFoundation = stack.stack === 'foundation';
  const bootstrapped = isFoundation
    ? (await openFoundation(environment, stack, folder, 'look')) === 'bucket'
    : await bucketExists(environment, stack.account, 'look');
  // A foundation that is just coming up has its state in a file, and is planned as the role that applies it.
  if (isFoundation && !bootstrapped) return { session, bootstrapped };
  const open = bootstrapped ? planAsPlanRole : planUnbootstrapped;
  const variables = open(environment, stack, folder);
  return {
    session: { ...session, terraform: { ...terraform, env: { ...terraform.env, ...variables } } },
    bootstrapped,
  };
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
    environment: environment.name,
    purpose: 'look',
    parallel,
    work: async (opened) => {
      const { session, bootstrapped } = await openForPlan(
        opened,
        environment,
        byId.get(opened.id) as StackInfo,
      );
      await init(session);
      const { changed, changes } = await plan(session, join(folder, `${session.id}.tfplan`), {
        lock: false,
      });
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
