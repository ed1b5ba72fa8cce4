import type { Json } from '../model';
import type { EffectContext } from '../planned';

/**
 * Whether the same plan destroys the resource that something belonged to. Its loss is judged there, by action and type;
 * without this, everything that goes with a pool would be told as a loss of its own.
 */
export const goes = (
  { resources }: Pick<EffectContext, 'resources'>,
  type: string,
  attribute: string,
  value: Json | undefined,
): boolean =>
  typeof value === 'string' &&
  resources.some((one) => one.type === type && one.action === 'delete' && one.before?.[attribute] === value);
