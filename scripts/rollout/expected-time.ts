/** How long a rollout takes, limited by this machine and by AWS's request quotas. */
import { type Act, callsOf, type Resources, type StackLoad } from '../quotas/load';
import { addCalls, type Calls, type QuotaNeed, quotaNeeds } from '../quotas/needs';

/**
 * Seconds, as measured on two cores with Terraform 1.11.4 (docs/performance.md): the fixed cost of a stack, half of it
 * for the plan before the review and half for the rollout itself, and what each tenant adds to a plan, to a first apply,
 * and to one that changes its settings.
 */
const half = 6;
const readTenant = 0.09;
const makeTenant = 0.32;
const changeTenant = 0.1;

/**
 * Seconds that Terraform waits for one of these after creation, whatever else is created meanwhile: it polls until S3's
 * answer has been stable for most of a minute (AWS provider 5.100.0, measured).
 */
const waits: Readonly<Record<string, number>> = { aws_s3_bucket_lifecycle_configuration: 56 };

const waitOf = (resources: Resources): number =>
  Math.max(0, ...Object.keys(resources).map((type) => waits[type] ?? 0));

/** A stack, and what is done to it. */
export interface Planned extends StackLoad {
  act: Act;
}

/** The machine time and the AWS calls of one step of one stack. */
export interface StepLoad {
  account: string;
  region: string;
  seconds: number;
  calls: Calls;
}

export const planStep = ({ account, region, tenants, resources, act }: Planned): StepLoad => ({
  account,
  region,
  seconds: half + (act === 'first' ? 0 : readTenant * tenants),
  calls: callsOf(resources, act).plan,
});

const applySeconds: Readonly<Record<Act, (tenants: number, resources: Resources) => number>> = {
  first: (tenants, resources) => half + makeTenant * tenants + waitOf(resources),
  change: (tenants) => half + changeTenant * tenants,
  // Nothing is applied, but the stack is initialized once more, and its state is read.
  refresh: () => half,
};

export const applyStep = ({ account, region, tenants, resources, act }: Planned): StepLoad => ({
  account,
  region,
  seconds: applySeconds[act](tenants, resources),
  calls: callsOf(resources, act).apply,
});

/**
 * The shares of a quota that Terraform uses while it is throttled: callers pause, and what AWS would allow meanwhile is
 * lost. Measured with 20 and 100 tenants in each of two regions, two cells at a time: 0.32 to 0.47 of one policy store a
 * second, and 0.4 to 0.5 of the quotas that limit reading and changing pools (test/e2e/quotas/hundred.long.ts).
 */
export const usedOfOne = 0.4;
const usedOfMore = 0.45;

/** Seconds that calls take under one quota, including pauses. */
export const quotaSeconds = ({ perSecond, calls, seconds }: QuotaNeed): number =>
  calls > perSecond ? seconds / (perSecond <= 1 ? usedOfOne : usedOfMore) : seconds;

const narrowest = (calls: Calls): number => Math.max(0, ...quotaNeeds(calls).map(quotaSeconds));

/** Seconds for steps run `atOnce` at a time, at least as long as quotas take in each step and in each target. */
function together(steps: readonly StepLoad[], atOnce: number): number {
  const targets = new Map<string, Calls[]>();
  for (const { account, region, calls } of steps) {
    const target = `${account} ${region}`;
    const own = targets.get(target);
    if (own) own.push(calls);
    else targets.set(target, [calls]);
  }
  const work = steps.reduce((sum, { seconds, calls }) => sum + Math.max(seconds, narrowest(calls)), 0);
  const longest = Math.max(0, ...steps.map(({ seconds, calls }) => Math.max(seconds, narrowest(calls))));
  const quotas = [...targets.values()].map((calls) => narrowest(addCalls(calls)));
  return Math.max(work / Math.max(1, Math.min(atOnce, steps.length)), longest, ...quotas);
}

/**
 * Seconds that the stacks of a wave are expected to take.
 * @param atOnce stacks that run concurrently
 */
export function expectedSeconds(stacks: readonly Planned[], atOnce: number): number {
  return together(stacks.map(planStep), atOnce) + together(stacks.map(applyStep), atOnce);
}

/** The quota that takes longest in one account and region, and its minimum time. */
export function narrowestQuota(stacks: readonly Planned[]) {
  const targets = new Map<string, Planned[]>();
  for (const stack of stacks) {
    const target = `${stack.account} ${stack.region}`;
    targets.set(target, [...(targets.get(target) ?? []), stack]);
  }
  return [...targets.values()]
    .flatMap((own) => {
      const [{ account, region } = { account: '', region: '' }] = own;
      const calls = own.flatMap(({ resources, act }) => Object.values(callsOf(resources, act)));
      return quotaNeeds(addCalls(calls)).map((need) => ({ account, region, ...need }));
    })
    .sort((a, b) => b.seconds - a.seconds)[0];
}
