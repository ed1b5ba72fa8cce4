import type { ReviewedChange } from '../model';
import { hiddenChange } from './change';
import type { LeftHook } from './hooks';
import type { HiddenInput } from './input';

const prefix = 'lambda_config.';

/** Left-over hooks as changes, one per pool: an `update`, since the rollout detaches them. */
export function hookChanges(
  { stack, resources }: Pick<HiddenInput, 'stack' | 'resources'>,
  left: readonly LeftHook[],
): ReviewedChange[] {
  return resources.flatMap((pool) => {
    const own = left.filter(({ address }) => address === pool.address && pool.section !== 'drift');
    if (own.length === 0) return [];
    return hiddenChange(stack, pool, {
      action: 'update',
      attributes: own.map((hook) => ({ path: `${prefix}${hook.trigger}`, before: hook.function })),
      effects: own.map((hook) => ({
        id: 'hook-removed',
        path: `${prefix}${hook.trigger}`,
        what: `${hook.trigger} would no longer run ${hook.function}; Terraform's plan does not show it`,
      })),
    });
  });
}

/**
 * The reverse: hooks shown in a review, for `detachHooks`. Never includes unreviewed hooks, such as those
 * attached since.
 */
export function reviewedHooks(changes: readonly ReviewedChange[]): LeftHook[] {
  return changes
    .filter(({ section }) => section === 'hidden')
    .flatMap(({ address, id = '', effects, attributes }) =>
      effects.flatMap((effect) => {
        const found = attributes.find(({ path }) => path === effect.path)?.before;
        if (effect.id !== 'hook-removed' || !effect.path?.startsWith(prefix) || typeof found !== 'string')
          return [];
        return [{ address, poolId: id, trigger: effect.path.slice(prefix.length), function: found }];
      }),
    );
}
