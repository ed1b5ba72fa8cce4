import type { StackInfo } from '../selection/stacks';

/** How long a wave is expected to take, in seconds. */
export interface Expected {
  /** Something changes in each of its stacks, which stand. */
  change: number;
  /** None of them stands yet. */
  first: number;
}

/**
 * Seconds, as measured on two cores with Terraform 1.11.4 (docs/performance.md): what a stack costs whatever is in it
 * (`init`, `plan`, `apply`), what each tenant adds to a plan, and to a first apply.
 */
const stack = 12;
const readTenant = 0.09;
const makeTenant = 0.32;

/**
 * Seconds between two policy stores, and between two identity sources, of an account in a region: Verified Permissions
 * makes one a second of each, and that quota is fixed
 * (https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/quotas.html).
 */
const policyStore = 1;

/** @param atOnce stacks that run side by side */
export function expectedSeconds(
  stacks: readonly Pick<StackInfo, 'account' | 'region' | 'tenants'>[],
  atOnce: number,
): Expected {
  const targets = new Map<string, number>();
  for (const { account, region, tenants } of stacks) {
    const target = `${account} ${region}`;
    targets.set(target, (targets.get(target) ?? 0) + tenants.length);
  }
  const tenants = [...targets.values()].reduce((sum, own) => sum + own, 0);
  const rounds = Math.ceil(stacks.length / Math.max(1, atOnce)) * stack;
  const sideBySide = Math.max(1, atOnce);
  const slowestTarget = Math.max(0, ...targets.values()) * policyStore;
  return {
    change: rounds + (tenants * readTenant) / sideBySide,
    first: rounds + Math.max(slowestTarget, (tenants * makeTenant) / sideBySide),
  };
}
