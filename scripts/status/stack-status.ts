import type { StackContent } from '../applied/changed';
import { type StackRecord, unresolved } from '../applied/record';
import { describeRunner } from '../cli/runner';
import type { StackInfo } from '../selection/stacks';

/**
 * How a stack stands to configuration.
 * - `current`: as configured now
 * - `behind`: configuration has changed since it was applied
 * - `elsewhere`: its state was written by something else since, such as `cdktf deploy`, or by nothing that we know of
 * - `broken off`: an apply ended in the middle
 * - `under way`: somebody holds it
 * - `absent`: it stands nowhere
 */
export const stackStates = ['broken off', 'elsewhere', 'under way', 'behind', 'absent', 'current'] as const;
export type StackState = (typeof stackStates)[number];

/** One stack, and what was last applied to it. */
export interface StackStatus
  extends Pick<StackInfo, 'id' | 'kind' | 'account' | 'region' | 'stack' | 'wave'> {
  ring: NonNullable<StackInfo['ring']> | null;
  tenants: number;
  state: StackState;
  /** More about the state, for a person. */
  why?: string;
  /** Undefined before anything was applied that we know of. */
  applied?: {
    content: string;
    commit: string | null;
    at: string;
    /** Seconds since then. */
    age: number;
    by: string;
    run: string;
    tools: { terraform: string; provider: string };
  };
}

function stateOf({ current, standing, content, record }: StackContent): { state: StackState; why?: string } {
  const { claim } = record ?? {};
  if (claim)
    return {
      state: 'under way',
      why: `${describeRunner(claim.runner)} holds it since ${claim.since}, in run ${claim.run}`,
    };
  const left = unresolved(record);
  if (left.length > 0)
    return { state: 'broken off', why: `in run ${left.join(', ')}; a rollout goes on from there` };
  if (current) return { state: 'current' };
  if (!standing) return { state: 'absent' };
  if (!record?.applied)
    return { state: 'elsewhere', why: 'a state stands there, and no record of what was applied' };
  // Whether somebody else wrote the state too cannot be told from what configuration asks for anyway.
  return record.applied.content === content
    ? { state: 'elsewhere', why: 'its state was written since by something else' }
    : { state: 'behind' };
}

const appliedOf = ({ applied }: Partial<StackRecord>, now: Date): Pick<StackStatus, 'applied'> =>
  applied
    ? {
        applied: {
          content: applied.content,
          commit: applied.commit,
          at: applied.at,
          age: Math.max(0, Math.round((now.getTime() - Date.parse(applied.at)) / 1000)),
          by: applied.by,
          run: applied.run,
          tools: applied.tools,
        },
      }
    : {};

/** What is remembered of a stack, beside what it is configured to be. */
export function stackStatus(of: StackContent, now: Date): StackStatus {
  const { id, kind, account, region, stack, wave, ring, tenants } = of.stack;
  return {
    id,
    kind,
    account,
    region,
    stack,
    wave,
    ring: ring ?? null,
    tenants: tenants.length,
    ...stateOf(of),
    ...appliedOf(of.record ?? {}, now),
  };
}
