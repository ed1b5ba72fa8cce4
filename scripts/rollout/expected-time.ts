/** How long a rollout takes: what this machine can do, and what AWS lets it ask. */
import { type Act, callsOf, type Resources, type StackLoad } from '../quotas/load';
import { addCalls, type Calls, type QuotaNeed, quotaNeeds } from '../quotas/needs';

/**
 * Seconds, as measured on two cores with Terraform 1.11.4 (docs/performance.md): what a stack costs whatever is in it,
 * half of it for `init` and `plan`, half for `apply`, and what each tenant adds to a plan, to a first apply, and to one
 * that changes its settings.
 */
const half = 6;
const readTenant = 0.09;
const makeTenant = 0.32;
const changeTenant = 0.1;

/**
 * Seconds that Terraform waits for one of these once it is made, whatever else is made meanwhile: it looks until S3 has said
 * the same for most of a minute (AWS provider 5.100.0, measured).
 */
const waits: Readonly<Record<string, number>> = { aws_s3_bucket_lifecycle_configuration: 56 };

const waitOf = (resources: Resources): number =>
  Math.max(0, ...Object.keys(resources).map((type) => waits[type] ?? 0));

/** A stack, and what becomes of it. */
export interface Planned extends StackLoad {
  act: Act;
}

/** What one step of one stack takes of the machine, and what it asks. */
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
  // Where nothing changes, nothing is applied.
  refresh: () => 0,
};

export const applyStep = ({ account, region, tenants, resources, act }: Planned): StepLoad => ({
  account,
  region,
  seconds: applySeconds[act](tenants, resources),
  calls: callsOf(resources, act).apply,
});

/**
 * What Terraform uses of a quota of one a second while more wait for it: whoever is refused pauses, longer each time, up to
 * minutes, and what is free meanwhile is lost. Measured with 20 and 100 policy stores, ten or twenty of them at once: 0.30,
 * 0.41, 0.42, 0.46 (test/e2e/quotas/hundred.long.ts).
 */
export const usedOfOne = 0.4;

/** Seconds that calls take by one quota, pauses included. */
export const quotaSeconds = ({ perSecond, calls, seconds }: QuotaNeed): number =>
  perSecond <= 1 && calls > 1 ? seconds / usedOfOne : seconds;

const narrowest = (calls: Calls): number => Math.max(0, ...quotaNeeds(calls).map(quotaSeconds));

/** What steps take that run so many at once: none is quicker than its calls may be asked, nor is any account and region. */
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
 * @param atOnce stacks that run side by side
 */
export function expectedSeconds(stacks: readonly Planned[], atOnce: number): number {
  return together(stacks.map(planStep), atOnce) + together(stacks.map(applyStep), atOnce);
}

/** The quota that takes longest of all in one account and region, and the least that it takes. */
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
