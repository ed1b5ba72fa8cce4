import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import type { StateInBucket } from '../applied/state';
import { failure } from '../cli/errors';
import type { StackFacts } from '../plan-set/facts';
import { modelOf } from '../plan-set/model-of';
import { reviewedHooks } from '../review/hidden/hook-changes';
import type { LeftHook } from '../review/hidden/hooks';
import type { StackModel } from '../review/model';
import type { Change } from '../terraform/changes';
import type { StackSession } from '../terraform/session';

/** A stack's review before anything was applied. */
export interface ReviewedStack {
  model: StackModel;
  facts: StackFacts;
  /**
   * The saved plan; undefined if nothing changes, if the stack is not deployed yet, and if it was planned on
   * another machine.
   */
  file?: string;
}

/** A plan made during the rollout. */
export interface PlanNow {
  file: string;
  changed: boolean;
  changes: readonly Change[];
  drifted: boolean;
  /** What a broken-off apply was creating. */
  beingMade: ReadonlySet<string>;
}

/** A review, as used when a stack is rolled out. */
export interface StackReview {
  /**
   * The reviewed plan, if it still applies; undefined if a new one has to be made. Without a file, there is nothing
   * to apply.
   * @param brokenOff earlier attempts broke off: what they created is adopted first, which that plan does not include
   * @throws if only that plan may be applied, but it no longer applies
   */
  reviewed(
    state: StateInBucket | undefined,
    brokenOff: boolean,
  ): { file?: string; changes: Change[] } | undefined;
  /** Throws if a new plan differs from the reviewed one and the guard forbids it. */
  judge(session: StackSession, plan: PlanNow, state: StateInBucket | undefined): Promise<void>;
  /** Hooks that Terraform would leave attached, as reviewed or judged. */
  leftHooks(): readonly LeftHook[];
}

/** A whole rollout's review. */
export interface RolloutReview {
  loaded: LoadedEnvironment;
  /** As in the review model. */
  production: boolean;
  stacks: ReadonlyMap<string, ReviewedStack>;
  /** Only what was reviewed may be applied, since a plan set was given. */
  exact: boolean;
  /** Why the guard forbids an unreviewed model; undefined if it does not. */
  forbidden(model: StackModel): string | undefined;
}

const changesOf = ({ changes }: StackModel): Change[] =>
  changes
    .filter(({ section }) => section === 'change' || section === 'state')
    .flatMap(({ address, action }) => (action === 'none' ? [] : [{ address, action }]));

/** Whether a plan only creates what the review shows, and touches nothing that exists. */
const onlyMakes = (changes: readonly Change[], model: StackModel) => {
  const known = new Set(model.changes.map(({ address }) => address));
  return changes.every(
    ({ address, action }) => (action === 'create' || action === 'import') && known.has(address),
  );
};

/** @param why undefined if there is nothing to refuse */
function refuse(id: string, why: string | undefined): void {
  if (why === undefined) return;
  throw failure(
    `the new plan of ${id} was not reviewed, and was not applied: ${why}`,
    'run the same command again to see what has changed',
  );
}

/** A whole rollout's review, as used when one stack is rolled out. */
export function stackReview(review: RolloutReview, of: StackContent): StackReview {
  const { id } = of.stack;
  const known = review.stacks.get(id);
  let judged = known?.model;
  const judgedAlone = async (session: StackSession, plan: PlanNow, state: StateInBucket | undefined) => {
    judged = await modelOf(session, { loaded: review.loaded, of, role: 'deploy', state, ...plan });
    return judged;
  };
  const leftHooks = () => reviewedHooks(judged?.changes ?? []);
  if (!known && review.exact) throw failure(`${id} is not in the plan set`, 'make a new one');
  // It could not be planned before, perhaps because earlier stacks were missing.
  if (!known)
    return {
      reviewed: () => undefined,
      async judge(session, plan, state) {
        refuse(id, review.forbidden(await judgedAlone(session, plan, state)));
      },
      leftHooks,
    };
  const { model, facts, file } = known;
  return {
    reviewed(state, brokenOff) {
      const same = state && facts.state?.lineage === state.lineage && facts.state.serial === state.serial;
      const elsewhere = facts.plan !== null && !file;
      if (same && !brokenOff && !elsewhere) return { ...(file && { file }), changes: changesOf(model) };
      if (review.exact && facts.state)
        throw failure(
          `${id} has changed since its plan was made${brokenOff ? ': an apply was interrupted' : ''}; nothing was applied to it`,
          `make a new plan set: npx fleet plan --deploy --env ${review.loaded.environment.name}`,
        );
      return undefined;
    },
    async judge(session, plan, state) {
      if (!facts.state && onlyMakes(plan.changes, model)) return;
      const now = await judgedAlone(session, plan, state);
      if (JSON.stringify(now) === JSON.stringify(model)) return;
      refuse(id, review.exact ? 'only what was reviewed may be applied' : review.forbidden(now));
    },
    leftHooks,
  };
}
