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

/** What was reviewed of a stack before anything was applied. */
export interface ReviewedStack {
  model: StackModel;
  facts: StackFacts;
  /**
   * The saved plan; undefined where nothing changes, where the stack stands nowhere yet, and where it was planned on
   * another machine.
   */
  file?: string;
}

/** A plan that was made at a stack's turn. */
export interface PlanNow {
  file: string;
  changed: boolean;
  changes: readonly Change[];
  drifted: boolean;
  /** What an apply that broke off was making. */
  beingMade: ReadonlySet<string>;
}

/** What a review says at a stack's turn. */
export interface StackReview {
  /**
   * The plan that was reviewed, if it still fits; undefined where a new one has to be made. Without a file, nothing is
   * to be applied.
   * @param brokenOff earlier attempts broke off: what they made is adopted first, which that plan does not know of
   * @throws when only that plan may be applied, and it no longer fits
   */
  reviewed(
    state: StateInBucket | undefined,
    brokenOff: boolean,
  ): { file?: string; changes: Change[] } | undefined;
  /** Throws when a plan that was made now is not what was reviewed, and the guard forbids it. */
  judge(session: StackSession, plan: PlanNow, state: StateInBucket | undefined): Promise<void>;
  /** Hooks that Terraform would leave attached, as they were reviewed or judged. */
  leftHooks(): readonly LeftHook[];
}

/** How a rollout was reviewed. */
export interface RolloutReview {
  loaded: LoadedEnvironment;
  /** As the review model has it. */
  production: boolean;
  stacks: ReadonlyMap<string, ReviewedStack>;
  /** Nothing but what was reviewed may be applied: a plan set was handed over. */
  exact: boolean;
  /** Says why the guard forbids what nobody has reviewed; undefined when it does not. */
  forbidden(model: StackModel): string | undefined;
}

const changesOf = ({ changes }: StackModel): Change[] =>
  changes
    .filter(({ section }) => section === 'change' || section === 'state')
    .flatMap(({ address, action }) => (action === 'none' ? [] : [{ address, action }]));

/** Whether a plan makes the stack as the review shows it, and touches nothing that stands. */
const onlyMakes = (changes: readonly Change[], model: StackModel) => {
  const known = new Set(model.changes.map(({ address }) => address));
  return changes.every(
    ({ address, action }) => (action === 'create' || action === 'import') && known.has(address),
  );
};

/** @param why undefined where there is nothing to refuse */
function refuse(id: string, why: string | undefined): void {
  if (why === undefined) return;
  throw failure(
    `what ${id} would become now was not reviewed, and was not applied: ${why}`,
    'run the same command again, and see what has changed',
  );
}

/** What a review of a whole rollout says at one stack's turn. */
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
  // It could not be planned before, perhaps for want of what comes before it.
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
          `${id} is no longer as it was when its plan was made${brokenOff ? ': an apply was broken off' : ''}; nothing was applied to it`,
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
