import { suspensionMark } from '../../catalogue';
import type { Item } from '../item';

/** Key of an item in the tenant registry. */
type Line = {
  tenant_id: string;
  region: string;
};

/** Keys of a tenant's entry in the registry, and of the mark that suspends it there. */
export const lineAndMark = ({ tenant_id, region }: Line): [Line, Line] => [
  { tenant_id, region },
  { tenant_id, region: suspensionMark(region) },
];

/** Whether an operator has suspended the tenant (`fleet tenant suspend`), whatever status the stacks have written. */
export const isMarked = (mark: Item | undefined): boolean => mark?.attributes.suspended_at !== undefined;
