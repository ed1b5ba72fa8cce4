import type { Json } from '../model';
import type { EffectContext } from '../planned';

/**
 * Whether the same plan destroys the resource that something belongs to. That loss is judged there, by action and type;
 * without this check, everything deleted along with a pool would be reported separately.
 */
export const goes = (
  { resources }: Pick<EffectContext, 'resources'>,
  type: string,
  attribute: string,
  value: Json | undefined,
): boolean =>
  typeof value === 'string' &&
  resources.some((one) => one.type === type && one.action === 'delete' && one.before?.[attribute] === value);
