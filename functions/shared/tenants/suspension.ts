import { suspensionMark } from '../../catalogue';
import type { Item } from '../item';

/** A tenant's line in the registry, by its key. */
type Line = {
  tenant_id: string;
  region: string;
};

/** Keys of a tenant's line in the registry, and of the mark that suspends it there. */
export const lineAndMark = ({ tenant_id, region }: Line): [Line, Line] => [
  { tenant_id, region },
  { tenant_id, region: suspensionMark(region) },
];

/** Whether an operator has suspended the tenant (`fleet tenant suspend`), whatever the stacks have written. */
export const isMarked = (mark: Item | undefined): boolean => mark?.attributes.suspended_at !== undefined;
