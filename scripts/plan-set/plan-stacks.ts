import { join } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { privateFolder, timestamp } from '../cli/workspace';
import type { ReviewModel, StackModel } from '../review/model';
import { stackMasker } from '../review/stack-model';
import { inAnyOrder } from '../rollout/order';
import { runStacks, type StackEnd } from '../rollout/run-stacks';
import { describePlan } from '../terraform/changes';
import { awsProviderVersion } from '../terraform/provider-source';
import { findTerraform } from '../terraform/tool';
import type { PlanFacts, StackFacts } from './facts';
import { type PlanSet, writePlanSet } from './folder';
import { authorsSince, revisionIn } from './git';
import { configurationIn, modelOfNew } from './model-of';
import { factsOf, type PlannedStack, planStack } from './plan-stack';

type Planned = Omit<PlannedStack, 'model' | 'facts'> & { outcome: 'planned'; stack: string };

export type PlanEnd = StackEnd<Planned>;

/** What to put into a plan set. */
export interface PlanSetRequest {
  loaded: LoadedEnvironment;
  stacks: readonly StackContent[];
  /** Stacks that are not deployed yet: they need no plan, since everything in them will be created. */
  unplanned: readonly StackContent[];
  skipped: ReviewModel['skipped'];
  /** Values of `--remove`. */
  remove: readonly string[];
  role: PlanFacts['role'];
  /** Only compare AWS with the states. */
  driftOnly?: boolean;
  /** ARN of the caller that plans. */
  by: string;
}

const byId = <T>(id: (item: T) => string, items: readonly T[]): T[] =>
  [...items].sort((a, b) => (id(a) < id(b) ? -1 : 1));

/** Saves a plan of every stack, in any order, and combines them into a plan set. Changes nothing in AWS. */
export async function planStacks(
  context: Context,
  { loaded, stacks, unplanned, skipped, remove, role, driftOnly = false, by }: PlanSetRequest,
  parallel: number,
): Promise<{ set: PlanSet; ends: PlanEnd[] }> {
  const { workspace, env } = context;
  const { environment } = loaded;
  const createdAt = new Date();
  const folder = privateFolder(workspace.state, 'plans', `${environment.name}-${timestamp(createdAt)}`);
  const contents = new Map(stacks.map((one) => [one.stack.id, one]));
  const models: StackModel[] = [];
  const facts: Record<string, StackFacts> = {};
  const { ends } = await runStacks<Planned>(context, inAnyOrder(stacks.map(({ stack }) => stack)), {
    environment: environment.name,
    purpose: role === 'plan' ? 'look' : 'change',
    parallel,
    work: async (session) => {
      const of = contents.get(session.id) as StackContent;
      const {
        model,
        facts: own,
        ...planned
      } = await planStack(session, {
        loaded,
        of,
        role,
        folder,
        state: workspace.state,
        driftOnly,
      });
      models.push(model);
      facts[session.id] = own;
      return { outcome: 'planned', stack: session.id, ...planned };
    },
    word: ({ changed, counts }) => describePlan(counts, changed),
  });
  /** Masks secrets in Terraform's and AWS's messages, which end up in every report. */
  const withoutSecrets = (of: StackContent | undefined, text: string) => {
    if (!of) return text;
    const synthesized = configurationIn(join(workspace.built, 'stacks', of.stack.id));
    return stackMasker(of.stack, { synthesized }).text(text);
  };
  for (const of of unplanned) {
    const { id } = of.stack;
    models.push(modelOfNew(join(workspace.built, 'stacks', id), { loaded, of }));
    facts[id] = { ...factsOf(of, undefined), plan: null };
  }
  const model: ReviewModel = {
    version: 1,
    environment: environment.name,
    // An environment that stops being production is judged as production one last time.
    production: environment.production || remove.includes('production'),
    stacks: byId(({ stack }) => stack.id, models),
    failed: ends.flatMap((end) =>
      'reason' in end ? [{ id: end.id, reason: withoutSecrets(contents.get(end.id), end.reason) }] : [],
    ),
    skipped,
  };
  const { kind, version } = findTerraform(env);
  const revision = revisionIn(workspace.root);
  const bases = Object.values(facts).flatMap(({ base }) => (base ? [base.commit] : []));
  const manifest = writePlanSet(folder, model, {
    createdAt: createdAt.toISOString(),
    commit: revision?.commit ?? null,
    clean: revision?.clean ?? null,
    authors: authorsSince(workspace.root, [...new Set(bases)]),
    by,
    role,
    ...(driftOnly && { driftOnly: true as const }),
    remove: [...remove].sort(),
    tools: { terraform: `${kind} ${version}`, provider: awsProviderVersion },
    stacks: Object.fromEntries(byId(([id]) => id, Object.entries(facts))),
  });
  return { set: { folder, manifest, model }, ends };
}
