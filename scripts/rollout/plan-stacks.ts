import { join } from 'node:path';
import type { Environment } from '../../environments/schema';
import { bucketExists } from '../aws/state-bucket';
import type { Context } from '../cli/context';
import { privateFolder, timestamp } from '../cli/workspace';
import { localLedger, localRuns } from '../ledger/find';
import type { StackInfo } from '../selection/stacks';
import { countChanges, describePlan } from '../terraform/changes';
import { init, plan, type StackSession } from '../terraform/session';
import { findTerraform } from '../terraform/tool';
import { historyHere, wasBegunHere } from './attempt';
import { openFoundation, planAsPlanRole, planUnbootstrapped } from './foundation-state';
import { type PlanSummary, revisionOf, writeManifest, writeSummary } from './plan-set';
import { runStacks, type StackEnd } from './run-stacks';

export type PlanEnd = StackEnd<PlanSummary & { outcome: 'planned' }>;

/** What ledgers on this disk say of a stack. */
const historyOnDisk = (stack: string, state: string) =>
  historyHere(stack, {
    localRuns: () => localRuns(state),
    entriesOf: async (run) => localLedger(state, run)?.entries,
  });

/** Opens the stack's state as the plan role or, before its account is bootstrapped, an empty one. */
async function openForPlan(
  session: StackSession,
  { environment, stack, state }: { environment: Environment; stack: StackInfo; state: string },
) {
  const { folder, terraform } = session;
  const isFoundation = stack.stack === 'foundation';
  const bootstrapped = isFoundation
    ? (await openFoundation(environment, stack, {
        folder,
        purpose: 'look',
        begunHere: wasBegunHere(await historyOnDisk(stack.id, state)),
      })) === 'bucket'
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
      const stack = byId.get(opened.id) as StackInfo;
      const { session, bootstrapped } = await openForPlan(opened, {
        environment,
        stack,
        state: workspace.state,
      });
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
