import type { StoreContent } from '../../../../stacks/policies/cedar';
import { messageOf } from '../../../cli/errors';
import type { StoreDiff } from '../../../policy/compare';
import { requestText } from '../../../policy/describe';
import { type Asked, changeOf } from '../../../policy/difference';
import { implies } from '../../../policy/implies';
import { normalPolicy } from '../../../policy/normal';
import type { Effect } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { compared } from './cedar-compare';
import { fileOf, type StoreChange, type StorePart, storeChanges } from './cedar-stores';
import type { Side } from './sides';

const types = /^aws_verifiedpermissions_(policy|policy_template|schema)$/;

const mayWiden = (what: string): Effect => ({ id: 'cedar-may-widen', what });

/** A store's content on one side; undefined without a schema, since nothing can be compared without one. */
function contentOf({ parts }: StoreChange, side: Side): StoreContent | undefined {
  const of = (kind: StorePart['part']) =>
    parts.flatMap((part) => {
      const text = part[side];
      return part.part === kind && text !== undefined ? [fileOf(part, text)] : [];
    });
  const [schema, ...others] = of('schema');
  if (!schema || others.length > 0) return undefined;
  return { schema: schema.text, policies: of('policy'), templates: of('template') };
}

/** Whether a part's change can only narrow access: a removed or stricter permit, an added or broader forbid. */
function onlyNarrows(part: StorePart): boolean {
  const { before, after } = part;
  if (part.part === 'schema' || part.opaque) return false;
  const [old, now] = [before, after].map((text) =>
    text === undefined ? undefined : normalPolicy(fileOf(part, text)),
  );
  if (old && now)
    return old.effect === now.effect && (old.effect === 'permit' ? implies(now, old) : implies(old, now));
  // Nothing can be linked to a new template yet.
  if (part.part === 'template' && now) return true;
  return (old ?? now)?.effect === (old ? 'permit' : 'forbid');
}

const examplesOf = ({ environments }: StoreDiff): Asked[] =>
  environments
    .flatMap(({ sampled }) => sampled?.examples ?? [])
    .filter((asked) => changeOf(asked) === 'newly allowed')
    .sort((a, b) => requestText(a.request).length - requestText(b.request).length);

/** Whether a part causes an example: a policy that now permits or no longer forbids, a schema that now fits. */
const isBehind = ({ part, name }: StorePart, { before, after }: Asked): boolean => {
  if (part === 'schema') return before.refused !== undefined;
  return part === 'policy' && [...before.by, ...after.by].includes(name);
};

function effectsOfPart(part: StorePart, diff: StoreDiff): Effect[] {
  const examples = examplesOf(diff);
  const example = examples.find((asked) => isBehind(part, asked));
  if (example) return [{ id: 'cedar-widens', what: `newly allowed: ${requestText(example.request)}` }];
  if (part.part === 'template')
    return diff.templates.some(({ name, widens }) => name === part.name && widens !== 'no')
      ? [mayWiden('whatever is linked to the template may be allowed more')]
      : [];
  const [other] = examples;
  if (other)
    return [mayWiden(`with the store's other changes, newly allowed: ${requestText(other.request)}`)];
  const open = diff.environments
    .filter(({ widens }) => widens !== 'no')
    .map(({ principal, action, resource }) =>
      [principal.split('::').at(-1), action, resource.split('::').at(-1)].join(' '),
    );
  const [first] = open;
  if (!first) return [];
  return [
    mayWiden(
      `not proved to allow nothing new: ${first}${open.length > 1 ? `, and ${open.length - 1} more` : ''}`,
    ),
  ];
}

/** Effects of a store's changed parts, by address. */
function effectsOfStore(store: StoreChange): [string, Effect[]][] {
  const changed = store.parts.filter(
    ({ resource, before, after, opaque }) =>
      resource.action !== 'none' &&
      resource.action !== 'forget' &&
      (before !== after || opaque !== undefined),
  );
  if (changed.length === 0) return [];
  const all = (what: string) =>
    changed.map(({ resource }): [string, Effect[]] => [resource.address, [mayWiden(what)]]);
  const opaque = changed.find((part) => part.opaque)?.opaque;
  if (opaque) return all(`cannot be compared: ${opaque}`);
  const [before, after] = [contentOf(store, 'before'), contentOf(store, 'after')];
  if (!before || !after) return all('cannot be compared: the store has no schema in this plan');
  try {
    const diff = compared(before, after);
    if (diff.widens === 'no') return [];
    const suspects = changed.filter((part) => !onlyNarrows(part));
    return (suspects.length > 0 ? suspects : changed).map((part) => [
      part.resource.address,
      effectsOfPart(part, diff),
    ]);
  } catch (error) {
    return all(`cannot be compared: ${messageOf(error)}`);
  }
}

const known = new WeakMap<readonly PlannedResource[], ReadonlyMap<string, Effect[]>>();

/** What a stack's policies would newly allow, by address of the change; computed once per plan. */
function effectsIn({ resources }: EffectContext): ReadonlyMap<string, Effect[]> {
  const made = known.get(resources) ?? new Map(storeChanges({ resources }).flatMap(effectsOfStore));
  known.set(resources, made);
  return made;
}

/** What a change of a policy, a template or a schema newly allows. */
export function cedarEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, action, section } = change;
  if (!types.test(type) || action === 'none' || action === 'forget') return [];
  // The plan starts from the real state, so a manual change is only compared with its own earlier text.
  if (section === 'drift') return driftEffects(change);
  return effectsIn(context).get(change.address) ?? [];
}

function driftEffects(change: PlannedResource): Effect[] {
  const [store] = storeChanges({ resources: [change] });
  const isHarmless = store?.parts.every((part) => {
    try {
      return part.before === part.after || onlyNarrows(part);
    } catch {
      return false;
    }
  });
  return isHarmless ? [] : [mayWiden('it was changed outside of Terraform')];
}
