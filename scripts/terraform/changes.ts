import type { TerraformEvent } from './events';

/** What a plan would do to one resource. */
export interface Change {
  address: string;
  /** `forget`: removed from the state, but not destroyed. */
  action: 'create' | 'update' | 'delete' | 'replace' | 'move' | 'import' | 'forget';
  /** The plan imports it, whatever else it changes about it. */
  imported?: true;
}

/** How many resources a plan creates, updates, replaces and destroys. */
export interface Counts {
  create: number;
  update: number;
  replace: number;
  delete: number;
  /** Removed from the state but not destroyed. Omitted if there are none. */
  forget?: number;
}

/** Terraform's name of an action → ours. It says `remove` for what its state only forgets. */
const actions: ReadonlyMap<string, Change['action']> = new Map([
  ...(['create', 'update', 'delete', 'replace', 'move', 'import'] as const).map(
    (action) => [action, action] as const,
  ),
  ['remove', 'forget'],
]);

/** The change that an event announces; undefined for every other event, and for reads. */
export function changeOf(event: TerraformEvent): Change | undefined {
  if (event.type !== 'planned_change') return undefined;
  const { action: word, resource, importing } = event.change;
  const action = actions.get(word);
  return action && { address: resource.addr, action, ...(importing && { imported: true }) };
}

export function countChanges(changes: readonly Change[]): Counts {
  const count = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  const forget = count('forget');
  return {
    ...(forget > 0 && { forget }),
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    delete: count('delete'),
  };
}

/** How many operations an apply will report: a replacement is a delete and a create. */
export const operationCount = ({ create, update, replace, delete: gone }: Counts) =>
  create + update + 2 * replace + gone;

const words = {
  create: ['to create', 'created'],
  update: ['to update', 'updated'],
  replace: ['to replace', 'replaced'],
  delete: ['to destroy', 'destroyed'],
  forget: ['to forget, which stays', 'forgotten, which stays'],
} as const;

/** A plan can also change only outputs or addresses. */
const list = (counts: Counts, tense: 0 | 1): string =>
  (Object.keys(words) as (keyof Counts)[])
    .filter((key) => (counts[key] ?? 0) > 0)
    .map((key) => `${counts[key]} ${words[key][tense]}`)
    .join(', ') || 'no resource, but outputs or addresses';

/** What a plan would do: `12 to create, 1 to replace`. */
export const describePlan = (counts: Counts, changed: boolean): string =>
  changed ? list(counts, 0) : 'no changes';

/** What an apply has done: `12 created, 1 replaced`. */
export const describeApply = (counts: Counts): string => list(counts, 1);
