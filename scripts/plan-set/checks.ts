import type { StackFacts } from './facts';
import type { PlanSet } from './folder';
import type { Revision } from './git';

/** Plans must be applied soon after review or made again: what they are based on can change unnoticed. */
export const maxAgeHours = 24;

/** The facts at the time when a plan set is to be applied. */
export interface PresentFacts {
  environment: string;
  now: Date;
  revision: Revision | null;
  tools: { terraform: string; provider: string };
  /** By stack id, without `plan`. Stacks that are not configured are missing. */
  stacks: Readonly<Record<string, Omit<StackFacts, 'plan'>>>;
  /** Stacks that already match the plan set, such as in a second run. */
  done: ReadonlySet<string>;
}

const short = (commit: string | null) => commit?.slice(0, 12) ?? 'none';

/** Reasons why a whole set may not be applied. */
function whySetIsStale({ manifest }: PlanSet, present: PresentFacts): string[] {
  const { facts, environment } = manifest;
  const hours = (present.now.getTime() - Date.parse(facts.createdAt)) / 3_600_000;
  const { revision, tools } = present;
  return [
    environment !== present.environment && `it is for environment ${environment}`,
    facts.role !== 'deploy' &&
      'it was made as the plan role, which may not write states: make it with fleet plan --deploy',
    // Also stale if the clock was set back or the date is invalid.
    !(hours >= 0 && hours <= maxAgeHours) &&
      `it was made at ${facts.createdAt}; plans may be applied for ${maxAgeHours} hours`,
    facts.commit !== (revision?.commit ?? null) &&
      `it was made at commit ${short(facts.commit)}; this checkout is at ${short(revision?.commit ?? null)}`,
    revision &&
      facts.clean !== revision.clean &&
      (revision.clean
        ? 'files differed from the commit when it was made'
        : 'files of this checkout differ from the commit'),
    tools.terraform !== facts.tools.terraform &&
      `it was made with ${facts.tools.terraform}; this is ${tools.terraform}`,
    tools.provider !== facts.tools.provider &&
      `it was made with AWS provider ${facts.tools.provider}; this is ${tools.provider}`,
  ].filter((reason) => typeof reason === 'string');
}

/** Why one stack's plan may not be applied. */
function whyStackIsStale(id: string, then: StackFacts, now: Omit<StackFacts, 'plan'> | undefined): string[] {
  if (!now) return [`${id}: it is not in the configuration`];
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return [
    now.content !== then.content && 'its synthesized content has changed',
    now.accountId !== then.accountId && `account ${then.accountId} answered then, ${now.accountId} does now`,
    !same(now.base, then.base) &&
      `it has been rolled out since: ${now.base ? `run ${now.base.run} at ${now.base.at}` : 'its record is gone'}`,
    !same(now.state, then.state) &&
      `its state has moved on: serial ${then.state?.serial ?? 'none'} then, ${now.state?.serial ?? 'none'} now`,
  ].flatMap((reason) => (reason === false ? [] : [`${id}: ${reason}`]));
}

/** Every reason why a plan set may not be applied now; empty if it may. */
export function whyStale(set: PlanSet, present: PresentFacts): string[] {
  const unplanned = set.model.failed.map(({ id }) => `${id}: it could not be planned`);
  const stacks = Object.entries(set.manifest.facts.stacks)
    .filter(([id]) => !present.done.has(id))
    .flatMap(([id, then]) => whyStackIsStale(id, then, present.stacks[id]));
  return [...whySetIsStale(set, present), ...unplanned, ...stacks];
}
