/** How much attention a change deserves. No I/O: the page uses it too. */
import type { Finding, Verdict } from '../../guard/verdict';
import type { ReviewedChange } from '../model';

/**
 * Heaviest first.
 * - `blocked`, `flagged`, `approved`: a finding of the guard
 * - `noted`: it has an effect on identity, but no rule matches
 * - `destroys`: something is destroyed or replaced
 * - `changes`: something is created or updated
 * - `quiet`: AWS stays as it is
 */
export const risks = ['blocked', 'flagged', 'approved', 'noted', 'destroys', 'changes', 'quiet'] as const;
export type Risk = (typeof risks)[number];

export const heaviest = (found: readonly Risk[]): Risk =>
  risks.find((risk) => found.includes(risk)) ?? 'quiet';

/** Whether a change affects, or may affect, AWS. */
export const reachesAws = ({ section, action }: Pick<ReviewedChange, 'section' | 'action'>): boolean =>
  (section === 'change' || section === 'hidden' || section === 'deferred') &&
  !['move', 'import', 'forget', 'none'].includes(action);

/** The findings of each change and each stack. */
export class FindingIndex {
  private readonly byPlace = new Map<string, Finding[]>();
  private readonly byStack = new Map<string, Finding[]>();

  constructor({ findings }: Pick<Verdict, 'findings'>) {
    for (const finding of findings) {
      add(this.byPlace, keyOf(finding.stack, finding), finding);
      add(this.byStack, finding.stack, finding);
    }
  }

  /** A resource may change in two sections, by drift and by plan: a finding belongs to the one with its effects. */
  of(stack: string, change: Pick<ReviewedChange, 'address' | 'action' | 'effects'>): readonly Finding[] {
    const all = this.byPlace.get(keyOf(stack, change)) ?? [];
    if (all.length === 0) return all;
    const ids = new Set(change.effects.map(({ id }) => id));
    return all.filter(({ effects }) => effects.every(({ id }) => ids.has(id)));
  }

  /** All findings of a stack, including those that belong to none of its changes. */
  ofStack(stack: string): readonly Finding[] {
    return this.byStack.get(stack) ?? [];
  }

  riskOf(stack: string, change: ReviewedChange): Risk {
    const found = this.of(stack, change);
    if (found.length > 0) return heaviest(found.map(({ severity }) => severity));
    if (change.effects.length > 0) return 'noted';
    if (!reachesAws(change)) return 'quiet';
    return change.action === 'delete' || change.action === 'replace' ? 'destroys' : 'changes';
  }

  riskOfStack(stack: string, changes: readonly ReviewedChange[]): Risk {
    const findings = this.ofStack(stack).map(({ severity }) => severity);
    return heaviest([...findings, ...changes.map((change) => this.riskOf(stack, change))]);
  }
}

const add = (index: Map<string, Finding[]>, key: string, finding: Finding) => {
  const known = index.get(key);
  if (known) known.push(finding);
  else index.set(key, [finding]);
};

const keyOf = (stack: string, { address, action }: Pick<ReviewedChange, 'address' | 'action'>) =>
  JSON.stringify([stack, address, action]);
