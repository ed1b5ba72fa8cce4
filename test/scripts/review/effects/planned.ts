/** Planned changes for tests of effects, as in Terraform: a block is an array of one object, unset is null. */
import { effectsOf } from '../../../../scripts/review/effects';
import type { Effect, Json, ReviewAction } from '../../../../scripts/review/model';
import type { Attributes, EffectContext, PlannedResource } from '../../../../scripts/review/planned';
import { stacksOf } from '../../../../scripts/selection/stacks';
import { realEnvironment } from '../../../invariants/fleet';

const loaded = realEnvironment('prod');
const [stack] = stacksOf(loaded);
if (!stack) throw new Error('prod has no stack');

/** In a stack with the given other resources; none of these rules needs more. */
const contextOf = (resources: readonly PlannedResource[] = []): EffectContext => ({
  stack,
  loaded,
  resources,
});

const actionOf = (before?: Attributes, after?: Attributes): ReviewAction => {
  if (!before) return 'create';
  return after ? 'update' : 'delete';
};

/** A change of one resource; its action follows from `before` and `after`, unless given. */
export const planned = (
  type: string,
  before: Attributes | undefined,
  after: Attributes | undefined,
  given: Partial<PlannedResource> = {},
): PlannedResource => ({
  address: `${type}.it`,
  type,
  name: 'it',
  action: actionOf(before, after),
  section: 'change',
  before,
  after,
  unknown: {},
  replacedBy: [],
  ...given,
});

/** What the rules report for an update, or for something created or destroyed. */
export const effects = (
  type: string,
  before: Attributes | undefined,
  after: Attributes | undefined,
  given: Partial<PlannedResource> = {},
  resources: readonly PlannedResource[] = [],
): Effect[] => effectsOf(planned(type, before, after, given), contextOf(resources));

/** Only ids. */
export const ids = (...of: Parameters<typeof effects>) => effects(...of).map(({ id }) => id);

function edited(value: Json | undefined, [key, ...rest]: readonly string[], to: Json): Json {
  if (key === undefined) return to;
  const [block, wrap] =
    Array.isArray(value) && value.length <= 1
      ? [value[0] ?? {}, (one: Json): Json => [one]]
      : [value ?? {}, (one: Json): Json => one];
  const object = block as { [key: string]: Json };
  return wrap({ ...object, [key]: edited(object[key], rest, to) });
}

/** The same attributes with another value at a path; null removes it. A missing block is created as an object. */
export const edit = (attributes: Attributes, path: string, to: Json): Attributes =>
  edited(attributes as Json, path.split('.'), to) as Attributes;

/** One row of a table: from a strong value of an attribute to a weak one, and what is reported. */
export type Weakening = [path: string, strong: Json, weak: Json, id: Effect['id'], what: string | RegExp];

/** Checks that a row is reported in one direction, and nothing in the other. */
export function seesWeakening(
  type: string,
  base: Attributes,
  [path, strong, weak, id, what]: Weakening,
): void {
  const [before, after] = [edit(base, path, strong), edit(base, path, weak)];
  const said = typeof what === 'string' ? what : expect.stringMatching(what);
  expect(effects(type, before, after)).toEqual([
    { id, what: said, path: expect.stringContaining(path.split('.')[0] ?? '') },
  ]);
  expect(effects(type, after, before)).toEqual([]);
}
