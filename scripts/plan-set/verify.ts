import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import { atMost } from '../aws/at-most';
import type { Context } from '../cli/context';
import { interruption, usageError } from '../cli/errors';
import type { StackModel } from '../review/model';
import { inAnyOrder } from '../rollout/order';
import { runStacks } from '../rollout/run-stacks';
import { awsProviderVersion } from '../terraform/provider-source';
import { init } from '../terraform/session';
import { findTerraform } from '../terraform/tool';
import { type PresentFacts, whyStale } from './checks';
import type { StackFacts } from './facts';
import { type PlanSet, planFile } from './folder';
import { revisionIn } from './git';
import { modelOf } from './model-of';
import { factsOf, stateOf } from './plan-stack';

/** States read concurrently, one request each. */
const atOnce = 8;

/** What to compare a plan set with. */
export interface VerifyRequest {
  loaded: LoadedEnvironment;
  /** Stacks of the set that differ from what was last applied. */
  left: readonly StackContent[];
  /** Stacks of the set that match what was last applied. */
  done: readonly StackContent[];
  parallel: number;
}

async function presentFacts(
  { workspace, env }: Context,
  { loaded, left, done }: VerifyRequest,
): Promise<PresentFacts> {
  const limited = atMost(atOnce);
  const stacks = await Promise.all(
    left.map((of) =>
      limited(async (): Promise<[string, Omit<StackFacts, 'plan'>]> => {
        const state = of.deployed ? await stateOf({ loaded, of, role: 'deploy' }) : undefined;
        return [of.stack.id, factsOf(of, state)];
      }),
    ),
  );
  const { kind, version } = findTerraform(env);
  return {
    environment: loaded.environment.name,
    now: new Date(),
    revision: revisionIn(workspace.root),
    tools: { terraform: `${kind} ${version}`, provider: awsProviderVersion },
    stacks: Object.fromEntries(stacks),
    done: new Set(done.map(({ stack }) => stack.id)),
  };
}

const refused = (set: PlanSet, reasons: readonly string[]) =>
  usageError(
    `plan set ${set.folder} can no longer be applied; nothing was changed:\n  ${reasons.join('\n  ')}`,
    `make a new one, and review it: npx fleet plan --deploy --env ${set.manifest.environment}`,
    { reasons },
  );

/** Re-reads every saved plan and returns those whose model differs from the reviewed one. */
async function plansThatDiffer(
  context: Context,
  { manifest, model, folder }: PlanSet,
  { loaded, left, parallel }: VerifyRequest,
): Promise<string[]> {
  const contents = new Map(left.map((of) => [of.stack.id, of]));
  const reviewed = new Map(model.stacks.map((stack) => [stack.stack.id, stack]));
  const planned = left.filter(({ stack: { id } }) => manifest.facts.stacks[id]?.plan);
  const schedule = inAnyOrder(planned.map(({ stack }) => stack));
  const { ends } = await runStacks<{ outcome: 'same' | 'differs' }>(context, schedule, {
    environment: loaded.environment.name,
    purpose: 'change',
    parallel,
    work: async (session) => {
      const of = contents.get(session.id) as StackContent;
      if (!of.deployed) return { outcome: 'same' };
      await init(session);
      const state = await stateOf({ loaded, of, role: 'deploy' });
      const file = planFile(folder, session.id);
      session.report('compare');
      const plan = {
        loaded,
        of,
        role: 'deploy' as const,
        state,
        file,
        changed: true,
        drifted: false,
        beingMade: new Set<string>(),
      };
      const now: StackModel = await modelOf(session, plan);
      const same = JSON.stringify(now) === JSON.stringify(reviewed.get(session.id));
      return { outcome: same ? 'same' : 'differs' };
    },
    word: ({ outcome }) => (outcome === 'same' ? 'as it was reviewed' : 'not as it was reviewed'),
  });
  if (context.interrupt.signal.aborted)
    throw interruption('interrupted while the plan set was compared; nothing was changed');
  return ends.flatMap((end) => {
    if ('reason' in end) return [`${end.id}: ${end.reason}`];
    return end.outcome === 'same'
      ? []
      : [
          `${end.id}: its saved plan would not do what the review shows, or AWS has since been changed by hand`,
        ];
  });
}

/**
 * Verifies that a plan set can be applied exactly as reviewed: files, commit, configuration, base, states and age,
 * and the content of each saved plan. Throws a usage error that lists every reason why not. Changes nothing.
 */
export async function verifyPlanSet(context: Context, set: PlanSet, request: VerifyRequest): Promise<void> {
  const reasons = whyStale(set, await presentFacts(context, request));
  if (reasons.length > 0) throw refused(set, reasons);
  const differing = await plansThatDiffer(context, set, request);
  if (differing.length > 0) throw refused(set, differing);
}
