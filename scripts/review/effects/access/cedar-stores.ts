import { groupBy } from '../../../../environments/loading/group-by';
import { type PolicyFile, poolPlaceholder } from '../../../../stacks/policies/source';
import { policyName } from '../../../policy/deployed';
import type { Json } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { configuredText, isUnknown, type Side, sideOf, valueAt } from './sides';

const prefix = 'aws_verifiedpermissions_';

/** What a resource contributes to a store. */
export type Part = 'policy' | 'template' | 'schema';

const partOf: Readonly<Record<string, Part>> = {
  [`${prefix}policy`]: 'policy',
  [`${prefix}policy_template`]: 'template',
  [`${prefix}schema`]: 'schema',
};

const textPath: Readonly<Record<Part, readonly string[]>> = {
  policy: ['definition', 'static', 'statement'],
  template: ['statement'],
  schema: ['definition', 'value'],
};

const descriptionPath: Readonly<Record<Part, readonly string[]>> = {
  policy: ['definition', 'static', 'description'],
  template: ['description'],
  schema: [],
};

/** One policy, template or schema of a store, with the pool's placeholder in place of the pool's id. */
export interface StorePart {
  resource: PlannedResource;
  part: Part;
  /** Name of its file, or its address if it has none. */
  name: string;
  /** Undefined if it does not exist. */
  before: string | undefined;
  after: string | undefined;
  /** Why one of the texts, or its store, is unknown. */
  opaque?: string;
}

/** A store that exists before and after the plan, with its content on both sides. */
export interface StoreChange {
  id: string;
  parts: StorePart[];
}

/** Sorts object keys, so that equal schemas give equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, own]) => [key, sorted(own)]));
}

function schemaText(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    // Reported by whatever parses it.
    return text;
  }
}

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

/** Scope of a construct, `acme_` of `acme_policy-viewers-view`, which a store shares with its parts. */
const scopeOf = (name: string) =>
  name.replace(/(?<=^|_)(store|schema|identity-source|policy-[^_]*|template-[^_]*)$/, '');

const poolArn = ['configuration', 'cognito_user_pool_configuration', 'user_pool_arn'];

/** Reads the Verified Permissions part of a plan. Indexed, since a cell has a store and many policies per tenant. */
class Stores {
  private readonly stores: readonly PlannedResource[];
  private readonly byName: ReadonlyMap<string, readonly PlannedResource[]>;
  private readonly byScope: ReadonlyMap<string, readonly PlannedResource[]>;
  /** ARNs of the pools whose tokens a store accepts, by the store's key. */
  private readonly poolArns: Readonly<Record<Side, ReadonlyMap<string, string>>>;

  constructor(resources: readonly PlannedResource[]) {
    const ofType = (type: string) => resources.filter((resource) => resource.type === `${prefix}${type}`);
    this.stores = ofType('policy_store');
    this.byName = groupBy(this.stores, ({ name }) => name);
    this.byScope = groupBy(this.stores, ({ name }) => scopeOf(name));
    const sources = ofType('identity_source');
    const arnsOn = (side: Side) => {
      const arns = new Map<string, string>();
      for (const source of sources) {
        const key = this.storeOf(source, side);
        const arn = textOf(valueAt(sideOf(source, side), poolArn));
        if (key !== undefined && arn !== undefined && !arns.has(key)) arns.set(key, arn);
      }
      return arns;
    };
    this.poolArns = { before: arnsOn('before'), after: arnsOn('after') };
  }

  /** Key of a store: its id, or its address before it has one; undefined if unknown. */
  storeOf(resource: PlannedResource, side: Side): string | undefined {
    const id = textOf(sideOf(resource, side)?.policy_store_id);
    if (id !== undefined) return id;
    const configured = configuredText(resource, ['policy_store_id']);
    const [, name] =
      /^\$\{aws_verifiedpermissions_policy_store\.([\w-]+)\.[\w]+\}$/.exec(configured ?? '') ?? [];
    const [store, ...others] =
      (name ? this.byName.get(name) : this.byScope.get(scopeOf(resource.name))) ?? [];
    if (!store || others.length > 0) return undefined;
    // A replaced store continues under another id, with the same parts.
    return textOf(store.before?.id) ?? store.address;
  }

  /** Whether this plan creates the store, which was therefore empty. */
  isNew = (key: string) => this.stores.some(({ address }) => address === key);

  isGone = (key: string) =>
    this.stores.some(({ before, action }) => before?.id === key && action === 'delete');

  /** Id of the pool whose tokens a store accepts. */
  private poolOf(key: string | undefined, side: Side): string | undefined {
    if (key === undefined) return undefined;
    const { before, after } = this.poolArns;
    const [first, second] = side === 'before' ? [before, after] : [after, before];
    return (first.get(key) ?? second.get(key))?.split('/').at(-1);
  }

  private text(resource: PlannedResource, part: Part, side: Side, key: string | undefined) {
    const path = textPath[part];
    const there = sideOf(resource, side);
    if (there === undefined) return {};
    const known = textOf(valueAt(there, path));
    if (known === undefined) {
      const configured =
        side === 'after' && isUnknown(resource, path) ? configuredText(resource, path) : undefined;
      const text = configured?.replaceAll(/\$\{aws_cognito_user_pool\.[\w-]+\.id\}/g, () => poolPlaceholder);
      if (text !== undefined && !/\$\{/.test(text)) return { text };
      const linked =
        part === 'policy' &&
        valueAt(there, ['definition', 'template_linked', 'policy_template_id']) !== undefined;
      return { opaque: linked ? 'it is linked to a template' : 'its text is known only after the apply' };
    }
    if (part === 'schema') return { text: schemaText(known) };
    const pool = this.poolOf(key, side);
    return { text: pool ? known.replaceAll(pool, () => poolPlaceholder) : known };
  }

  /** A resource as a part of its store, on each side. */
  partsOf(resource: PlannedResource): { key: string | undefined; part: StorePart }[] {
    const part = partOf[resource.type];
    if (!part) return [];
    const sides = (['before', 'after'] as const).flatMap((side) =>
      sideOf(resource, side) ? [{ side, key: this.storeOf(resource, side) }] : [],
    );
    const name =
      policyName(
        textOf(valueAt(resource.after, descriptionPath[part])) ??
          textOf(valueAt(resource.before, descriptionPath[part])),
      ) ?? resource.address;
    return [...new Set(sides.map(({ key }) => key))].map((key) => {
      const texts = sides
        .filter((side) => side.key === key)
        .map(({ side }) => ({ side, ...this.text(resource, part, side, key) }));
      const opaque =
        key === undefined
          ? 'it is not known which store it belongs to'
          : texts.find((one) => one.opaque)?.opaque;
      const of = (side: Side) => texts.find((one) => one.side === side)?.text;
      return {
        key,
        part: { resource, part, name, before: of('before'), after: of('after'), ...(opaque && { opaque }) },
      };
    });
  }
}

/** Makes part names unique: a duplicate file name is replaced with the address. */
function withOwnNames(parts: readonly StorePart[]): StorePart[] {
  const count = (part: StorePart) =>
    parts.filter((other) => other.name === part.name && other.part === part.part).length;
  return parts.map((part) => (count(part) > 1 ? { ...part, name: part.resource.address } : part));
}

/** Every store that exists before and after, and `undefined` for parts whose store is unknown. */
export function storeChanges({ resources }: Pick<EffectContext, 'resources'>): StoreChange[] {
  const stores = new Stores(resources.filter(({ type }) => type.startsWith(prefix)));
  const byStore = groupBy(
    resources.flatMap((resource) => stores.partsOf(resource)),
    ({ key = '' }) => key,
  );
  return [...byStore]
    .filter(([key]) => !stores.isNew(key) && !stores.isGone(key))
    .map(([id, parts]) => ({ id, parts: withOwnNames(parts.map(({ part }) => part)) }));
}

/** A policy or template as a file of one side. */
export const fileOf = (part: StorePart, text: string): PolicyFile => ({
  name: part.name,
  path: part.resource.address,
  text,
  template: part.part === 'template',
});
