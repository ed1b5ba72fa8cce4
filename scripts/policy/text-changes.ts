import type { StoreContent } from '../../stacks/policies/cedar';
import type { PolicyFile } from '../../stacks/policies/source';
import { normalPolicy } from './normal';

/** A policy that is not the same on both sides, by its file's name. */
export interface PolicyChange {
  name: string;
  effect: 'permit' | 'forbid';
  change: 'added' | 'removed' | 'changed' | 'written anew';
}

/** A template decides nothing by itself; its linked policies decide as it says. */
export interface TemplateChange extends PolicyChange {
  widens: 'may' | 'no';
}

/** Policies whose names or meanings differ. `written anew`: another text that means the same. */
export function changedFiles(
  before: readonly PolicyFile[] = [],
  after: readonly PolicyFile[] = [],
): PolicyChange[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.flatMap((name): PolicyChange[] => {
    const one = before.find((policy) => policy.name === name);
    const other = after.find((policy) => policy.name === name);
    const { effect } = normalPolicy((other ?? one) as PolicyFile);
    if (!one || !other) return [{ name, effect, change: one ? 'removed' : 'added' }];
    if (one.text.trimEnd() === other.text.trimEnd()) return [];
    const equal = normalPolicy(one).form === normalPolicy(other).form;
    return [{ name, effect, change: equal ? 'written anew' : 'changed' }];
  });
}

/**
 * A new template has no links yet. A template's removal takes its links with it: those of a permit narrow by that,
 * those of a forbid widen. A change may do either to whatever is linked.
 */
export const templateChanges = (before?: StoreContent, after?: StoreContent): TemplateChange[] =>
  changedFiles(before?.templates, after?.templates).map((change) => ({
    ...change,
    widens:
      change.change === 'changed' || (change.change === 'removed' && change.effect === 'forbid')
        ? 'may'
        : 'no',
  }));
