import type { StackContent } from '../applied/changed';
import { type StackRecord, unresolved } from '../applied/record';
import { describeRunner } from '../cli/runner';
import type { StackInfo } from '../selection/stacks';

/**
 * How a stack compares with configuration.
 * - `current`: as configured now
 * - `behind`: configuration has changed since it was applied
 * - `elsewhere`: its state was since written by something else, such as `cdktf deploy`, or by something unknown
 * - `broken off`: an apply was interrupted
 * - `under way`: a runner holds it
 * - `absent`: it is not deployed
 */
export const stackStates = ['broken off', 'elsewhere', 'under way', 'behind', 'absent', 'current'] as const;
export type StackState = (typeof stackStates)[number];

/** One stack, and what was last applied to it. */
export interface StackStatus
  extends Pick<StackInfo, 'id' | 'kind' | 'account' | 'region' | 'stack' | 'wave'> {
  ring: NonNullable<StackInfo['ring']> | null;
  tenants: number;
  state: StackState;
  /** Details of the state, for people. */
  why?: string;
  /** Undefined if no apply is on record. */
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

function stateOf({ current, deployed, content, record }: StackContent): { state: StackState; why?: string } {
  const { claim } = record ?? {};
  if (claim)
    return {
      state: 'under way',
      why: `${describeRunner(claim.runner)} has held it since ${claim.since}, in run ${claim.run}`,
    };
  const left = unresolved(record);
  if (left.length > 0)
    return { state: 'broken off', why: `in run ${left.join(', ')}; a rollout continues from there` };
  if (current) return { state: 'current' };
  if (!deployed) return { state: 'absent' };
  if (!record?.applied)
    return { state: 'elsewhere', why: 'it has a state, but no record of what was applied' };
  // If configuration has changed as well, another writer cannot be distinguished from being behind.
  return record.applied.content === content
    ? { state: 'elsewhere', why: 'its state has since been written by something else' }
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

/** A stack's record compared with its configuration. */
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
