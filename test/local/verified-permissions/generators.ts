/** Generated applications: schemas, policies, entities and requests. */
import type { AttributeValue, CedarTagValue } from '@aws-sdk/client-verifiedpermissions';
import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { attribute, type Kind, kind, leaf, names, quoted, type Value } from './kinds';

/** Declared attributes of an entity type or a context; all optional, so that values may lack any of them. */
type Attributes = Record<string, Kind>;
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(attribute, kind, { maxKeys: 3 });

const shape = (declared: Attributes) => ({
  type: 'Record',
  attributes: Object.fromEntries(
    Object.entries(declared).map(([name, { schema }]) => [name, { ...schema, required: false }]),
  ),
});

type Filled = Record<string, Value>;
const filled = (declared: Attributes): fc.Arbitrary<Filled> =>
  fc.record(Object.fromEntries(Object.entries(declared).map(([name, { values }]) => [name, values])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Filled>;

const asAws = (values: Filled) =>
  Object.fromEntries(Object.entries(values).map(([name, { aws }]) => [name, aws]));
const asJson = (values: Filled) =>
  Object.fromEntries(Object.entries(values).map(([name, { json }]) => [name, json]));

/** What a generated application declares. */
interface App {
  user: Attributes;
  item: Attributes;
  context: Attributes;
  tag: Kind;
}

const app: fc.Arbitrary<App> = fc.record({
  user: attributes,
  item: attributes,
  context: attributes,
  tag: leaf,
});

const schemaOf = ({ user, item, context, tag }: App) => ({
  App: {
    entityTypes: {
      Group: { memberOfTypes: ['Group'] },
      User: { memberOfTypes: ['Group'], shape: shape(user), tags: tag.schema },
      Item: { memberOfTypes: ['Item'], shape: shape(item) },
    },
    actions: {
      any: {},
      ...Object.fromEntries(
        ['read', 'write'].map((id) => [
          id,
          {
            memberOf: [{ id: 'any' }],
            appliesTo: { principalTypes: ['User'], resourceTypes: ['Item'], context: shape(context) },
          },
        ]),
      ),
    },
  },
});

/** A condition on one declared attribute. Guarded ones pass strict validation; bare ones may fail in a request. */
const condition = (of: string, declared: Attributes): fc.Arbitrary<{ guarded: string; bare: string }> => {
  const known = Object.entries(declared);
  if (!known.length) return fc.constant({ guarded: 'true', bare: 'true' });
  return fc.constantFrom(...known).chain(([name, { tests }]) =>
    tests.map((test) => {
      const bare = `${of}[${quoted(name)}]${test}`;
      return { guarded: `(${of} has ${quoted(name)} && ${bare})`, bare };
    }),
  );
};

/** A condition on a tag of the principal. */
const tagCondition = ({ tests }: Kind) =>
  fc.tuple(attribute, tests).map(([name, test]) => {
    const bare = `principal.getTag(${quoted(name)})${test}`;
    return { guarded: `(principal.hasTag(${quoted(name)}) && ${bare})`, bare };
  });

const conditions = ({ user, item, context, tag }: App) =>
  fc
    .array(
      fc.oneof(
        condition('principal', user),
        condition('resource', item),
        condition('context', context),
        tagCondition(tag),
      ),
      {
        minLength: 1,
        maxLength: 2,
      },
    )
    .chain((parts) =>
      fc.tuple(fc.constantFrom('&&', '||'), fc.boolean()).map(([operator, strict]) => ({
        guarded: parts.map(({ guarded }) => guarded).join(` ${operator} `),
        bare: parts.map(({ guarded, bare }) => (strict ? guarded : bare)).join(` ${operator} `),
      })),
    );

const entityId = fc.constantFrom(...names.entity);
const uidText = (type: string) => entityId.map((id) => `App::${type}::${quoted(id)}`);
const effect = fc.constantFrom('permit', 'permit', 'forbid');
const actionScope = fc.constantFrom(
  'action',
  'action == App::Action::"read"',
  'action in App::Action::"any"',
  'action in [App::Action::"read", App::Action::"write"]',
);

const scope = (slots: boolean) =>
  fc.tuple(
    fc.oneof(
      slots ? fc.constant('principal == ?principal') : fc.constant('principal'),
      uidText('User').map((uid) => `principal == ${uid}`),
      uidText('Group').map((uid) => `principal in ${uid}`),
      fc.constant('principal is App::User'),
    ),
    actionScope,
    fc.oneof(
      slots ? fc.constant('resource in ?resource') : fc.constant('resource'),
      uidText('Item').map((uid) => `resource == ${uid}`),
      fc.constant('resource is App::Item'),
    ),
  );

export interface GeneratedPolicy {
  statement: string;
  /** Ids that fill the slots of a template; absent for a static policy. */
  slots?: { principal?: string; resource?: string };
}

/** Policies for a STRICT store check attributes before they use them; those for an OFF store need not. */
const policy = (of: App, strict: boolean): fc.Arbitrary<GeneratedPolicy> =>
  fc.boolean().chain((template) =>
    fc
      .record({
        effect,
        scope: scope(template),
        when: conditions(of),
        principal: entityId,
        resource: entityId,
      })
      .map(({ effect, scope, when, principal, resource }) => {
        const head = `${effect}(${scope.join(', ')})`;
        const statement = `${head} when { ${strict ? when.guarded : when.bare} };`;
        const [ofPrincipal, , ofResource] = scope;
        const slots = {
          ...(ofPrincipal.includes('?') && { principal }),
          ...(ofResource.includes('?') && { resource }),
        };
        return Object.keys(slots).length ? { statement, slots } : { statement };
      }),
  );

interface GeneratedEntity {
  aws: {
    identifier: { entityType: string; entityId: string };
    attributes: Record<string, AttributeValue>;
    parents: { entityType: string; entityId: string }[];
    tags?: Record<string, CedarTagValue>;
  };
  json: EntityJson;
}

const entity = (
  type: string,
  id: string,
  parentType: string,
  declared: Attributes,
  tag?: Kind,
): fc.Arbitrary<GeneratedEntity> =>
  fc
    .record({
      attrs: filled(declared),
      // Never itself, so that the hierarchy has no cycle.
      parents: fc.subarray(names.entity.filter((other) => other > id || parentType !== type)),
      tags: tag ? fc.dictionary(attribute, tag.values, { maxKeys: 2 }) : fc.constant(undefined),
    })
    .map(({ attrs, parents, tags }) => ({
      aws: {
        identifier: { entityType: `App::${type}`, entityId: id },
        attributes: asAws(attrs),
        parents: parents.map((parent) => ({ entityType: `App::${parentType}`, entityId: parent })),
        ...(tags && { tags: asAws(tags) as unknown as Record<string, CedarTagValue> }),
      },
      json: {
        uid: { type: `App::${type}`, id },
        attrs: asJson(attrs),
        parents: parents.map((parent) => ({ type: `App::${parentType}`, id: parent })),
        ...(tags && { tags: asJson(tags) }),
      },
    }));

const entities = ({ user, item, tag }: App): fc.Arbitrary<GeneratedEntity[]> =>
  fc
    .tuple(
      ...names.entity.map((id) => entity('User', id, 'Group', user, tag)),
      ...names.entity.map((id) => entity('Item', id, 'Item', item)),
      ...names.entity.map((id) => entity('Group', id, 'Group', {})),
    )
    .chain((all) => fc.subarray(all));

const question = (of: App) =>
  fc.record({
    principal: entityId,
    action: fc.constantFrom('read', 'write'),
    resource: entityId,
    context: filled(of.context).map((values) => ({ aws: asAws(values), json: asJson(values) })),
    entities: entities(of),
    /** Whether context and entities are sent as Cedar JSON. */
    asCedarJson: fc.boolean(),
  });

/** A complete generated case: an application, its policies and its requests. */
export const cases = (strict: boolean) =>
  app.chain((of) =>
    fc.record({
      schema: fc.constant(schemaOf(of)),
      policies: fc.array(policy(of, strict), { minLength: 1, maxLength: 5 }),
      questions: fc.array(question(of), { minLength: 1, maxLength: 4 }),
    }),
  );
