/** Groups identical findings about similar resources. No I/O: the page uses it too. */
import type { Finding } from '../../guard/verdict';
import { changesOf, type ReviewedStack } from '../model';
import type { Review } from '../report';
import { commonOf, generalText, type Own, ownOf, specificText } from '../shape';

export interface FindingGroup {
  /** The first of them. */
  finding: Finding;
  /** Its address, with placeholders where they differ. */
  address: string;
  /** Its effects, likewise. */
  effects: string[];
  /** All of them, in the verdict's order. */
  findings: Finding[];
  /** Tenants whose users they affect, sorted. */
  tenants: string[];
}

/** In order of their first finding. */
export function findingGroups({ model, verdict }: Pick<Review, 'model' | 'verdict'>): FindingGroup[] {
  const stacks = new Map<string, ReviewedStack>(model.stacks.map(({ stack }) => [stack.id, stack]));
  const owners = new Map(
    changesOf(model).map(({ stack, change }) => [placeOf(stack.stack.id, change.address), change]),
  );
  const groups = new Map<string, Omit<FindingGroup, 'tenants'> & { own: Own[] }>();
  for (const finding of verdict.findings) {
    const { rule, severity, action, why, proceed, approval } = finding;
    const own = ownOf(stacks.get(finding.stack), owners.get(placeOf(finding.stack, finding.address)) ?? {});
    const address = generalText(finding.address, own);
    const effects = finding.effects.map(({ what }) => generalText(what, own));
    const key = JSON.stringify([rule, severity, action, why, proceed, approval ?? null, address, effects]);
    const known = groups.get(key);
    if (known) {
      known.findings.push(finding);
      known.own.push(own);
    } else groups.set(key, { finding, address, effects, findings: [finding], own: [own] });
  }
  return [...groups.values()].map(({ own, ...group }) => {
    const common = commonOf(own);
    return {
      ...group,
      address: specificText(group.address, common),
      effects: group.effects.map((effect) => specificText(effect, common)),
      tenants: [...new Set(group.findings.flatMap(({ tenants }) => tenants))].sort(),
    };
  });
}

const placeOf = (stack: string, address: string) => JSON.stringify([stack, address]);

/** Number of findings per rule and severity: blocked first, then by number. */
export function byRule(
  findings: readonly Finding[],
): { rule: string; severity: Finding['severity']; found: number }[] {
  const counts = new Map<string, { rule: string; severity: Finding['severity']; found: number }>();
  for (const { rule, severity } of findings) {
    const key = JSON.stringify([severity, rule]);
    const known = counts.get(key) ?? { rule, severity, found: 0 };
    known.found++;
    counts.set(key, known);
  }
  const order = ['blocked', 'flagged', 'approved'];
  return [...counts.values()].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.found - a.found,
  );
}
