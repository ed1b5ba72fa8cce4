import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackInfo } from '../selection/stacks';
import { callsByType, type TypeCalls } from './calls';

/** What a rollout does to a stack: creates it, changes its settings, or only reads it. */
export type Act = 'first' | 'change' | 'refresh';

/** Resources by type. */
export type Resources = Readonly<Record<string, number>>;

/** A stack with the counts that determine how long it takes to roll out. */
export interface StackLoad extends Pick<StackInfo, 'id' | 'account' | 'region'> {
  tenants: number;
  resources: Resources;
}

/** Loads of synthesized stacks. @param built `cdktf.out` */
export const loadsOf = (
  built: string,
  stacks: readonly Pick<StackInfo, 'id' | 'account' | 'region' | 'tenants'>[],
): StackLoad[] =>
  stacks.map(({ id, account, region, tenants }) => {
    const { resource = {} } = JSON.parse(readFileSync(join(built, 'stacks', id, 'cdk.tf.json'), 'utf8'));
    const resources = Object.fromEntries(
      Object.entries(resource as Record<string, object>).map(([type, own]) => [
        type,
        Object.keys(own).length,
      ]),
    );
    return { id, account, region, tenants: tenants.length, resources };
  });

function count(resources: Resources, callsOf: (type: TypeCalls) => readonly string[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const [type, many] of Object.entries(resources)) {
    const known = callsByType[type];
    for (const call of known ? callsOf(known) : []) calls.set(call, (calls.get(call) ?? 0) + many);
  }
  return calls;
}

/** Calls while a stack is planned, and while the plan is applied. */
export const callsOf = (resources: Resources, act: Act) => ({
  plan: count(resources, ({ read }) => (act === 'first' ? [] : read)),
  apply: count(resources, ({ create, update = [] }) =>
    act === 'first' ? create : act === 'change' ? update : [],
  ),
});
