import type { StoreContent } from '../../stacks/policies/cedar';
import type { PolicyFile } from '../../stacks/policies/source';
import { normalPolicy } from './normal';

/** A policy that differs between the sides, by its file's name. */
export interface PolicyChange {
  name: string;
  effect: 'permit' | 'forbid';
  change: 'added' | 'removed' | 'changed' | 'rewritten';
}

/** A template decides nothing by itself; the policies linked to it do. */
export interface TemplateChange extends PolicyChange {
  widens: 'may' | 'no';
}

/** Policies that differ. `rewritten`: a different text with the same meaning. */
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
    return [{ name, effect, change: equal ? 'rewritten' : 'changed' }];
  });
}

/**
 * A new template has no linked policies yet. Removing a template removes its linked policies: that narrows access for a
 * permit and widens it for a forbid. Changing a template may do either.
 */
export const templateChanges = (before?: StoreContent, after?: StoreContent): TemplateChange[] =>
  changedFiles(before?.templates, after?.templates).map((change) => ({
    ...change,
    widens:
      change.change === 'changed' || (change.change === 'removed' && change.effect === 'forbid')
        ? 'may'
        : 'no',
  }));
