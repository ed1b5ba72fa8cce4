import { isDeepStrictEqual } from 'node:util';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Call } from './call';
import { linkProblems, parsePolicy, policyProblems } from './cedar';
import { invalid, notFound, quotaExceeded } from './errors';
import { once } from './idempotency';
import type { Input } from './inputs';
import { bytes, limits } from './limits';
import { byIdOrName, nameAfter } from './names';
import { fixedParts, scopeOf, slotOf } from './scope';
import { changed, type LinkedPolicy, newId, type Policy, type PolicyStore, stored, storeOf } from './state';
import { strictly } from './strict';
import { templateOf } from './templates';

const path = 'definition.static.statement';

/** Parses a static policy, and validates it if the store is STRICT. */
function readStatic(store: PolicyStore, statement: string): PolicyJson {
  if (bytes(statement) > limits.policyBytes)
    throw quotaExceeded(
      `The policy has ${bytes(statement)} bytes; a policy has at most ${limits.policyBytes}.`,
      'POLICY',
      store.policyStoreId,
    );
  const parsed = parsePolicy(statement);
  if ('problems' in parsed) throw invalid(...parsed.problems.map((message) => ({ path, message })));
  strictly(store, path, (schema) => policyProblems(schema, statement));
  return parsed.json;
}

type Link = NonNullable<Input<'createPolicy'>['definition']['templateLinked']>;

/** A link must fill exactly its template's slots. */
function readLink(
  store: PolicyStore,
  link: Link,
): Pick<LinkedPolicy, 'policyTemplateId' | 'principal' | 'resource'> {
  const template = templateOf(store, link.policyTemplateId);
  const places = ['principal', 'resource'] as const;
  const wrong = places.filter((place) => !slotOf(template.parsed[place]) !== !link[place]);
  if (wrong.length)
    throw invalid(
      ...wrong.map((place) => ({
        path: `definition.templateLinked.${place}`,
        message: link[place]
          ? `template ${template.policyTemplateId} has no slot ?${place}`
          : `template ${template.policyTemplateId} has the slot ?${place}; say what fills it`,
      })),
    );
  const slots = Object.fromEntries(
    places.flatMap((place) => {
      const filling = link[place];
      return filling ? [[`?${place}`, { type: filling.entityType, id: filling.entityId }]] : [];
    }),
  );
  strictly(store, 'definition.templateLinked', (schema) => linkProblems(schema, template.statement, slots));
  const { principal, resource } = link;
  return {
    policyTemplateId: template.policyTemplateId,
    ...(principal && { principal }),
    ...(resource && { resource }),
  };
}

/** The policy with that id or name. Throws ResourceNotFoundException. */
export function policyOf(store: PolicyStore, idOrName: string): Policy {
  const policy = byIdOrName(store.policies, idOrName);
  if (!policy) throw notFound('POLICY', idOrName);
  return policy;
}

/** What all responses about a policy contain, except its definition. */
export const policySummary = (store: PolicyStore, policy: Policy) => ({
  policyStoreId: store.policyStoreId,
  policyId: policy.policyId,
  policyType: policy.policyType,
  ...scopeOf(policy, store.templates),
  createdDate: policy.createdDate,
  lastUpdatedDate: policy.lastUpdatedDate,
});

/** A policy's definition as in GetPolicy; listings omit the statement. */
export function definitionOf(policy: Policy, withStatement: boolean) {
  if (policy.policyType === 'STATIC')
    return {
      static: { description: policy.description, ...(withStatement && { statement: policy.statement }) },
    };
  const { policyTemplateId, principal, resource } = policy;
  return { templateLinked: { policyTemplateId, principal, resource } };
}

/** Creates a static or a linked policy. Throws ValidationException if Cedar or the schema refuses it. */
export function createPolicy({ place, input, now }: Call<Input<'createPolicy'>>) {
  const store = storeOf(place, input.policyStoreId);
  return once(place, 'CreatePolicy', input, now, () => {
    const { static: definition, templateLinked } = input.definition;
    const name = nameAfter(store.policies, input.name, undefined, 'POLICY');
    const common = { ...stored(now), policyId: newId(), name };
    let policy: Policy;
    if (definition) {
      const { statement, description } = definition;
      policy = {
        ...common,
        policyType: 'STATIC',
        statement,
        description,
        parsed: readStatic(store, statement),
      };
    } else policy = { ...common, policyType: 'TEMPLATE_LINKED', ...readLink(store, templateLinked as Link) };
    store.policies.set(policy.policyId, policy);
    changed(store);
    return {
      answer: policySummary(store, policy),
      resource: { resourceType: 'POLICY', id: policy.policyId },
    };
  });
}

/** Throws ResourceNotFoundException. */
export function getPolicy({ place, input }: Call<Input<'policy'>>) {
  const store = storeOf(place, input.policyStoreId);
  const policy = policyOf(store, input.policyId);
  return { ...policySummary(store, policy), definition: definitionOf(policy, true), name: policy.name };
}

/** Only actions, conditions, annotations, description and name of a static policy can change. */
export function updatePolicy({ place, input, now }: Call<Input<'updatePolicy'>>) {
  const store = storeOf(place, input.policyStoreId);
  const policy = policyOf(store, input.policyId);
  const name = nameAfter(store.policies, input.name, policy, 'POLICY');
  const definition = input.definition?.static;
  if (definition && policy.policyType !== 'STATIC')
    throw invalid({
      path: 'definition',
      message: `policy ${policy.policyId} is linked to a template; update the template instead`,
    });
  if (definition && policy.policyType === 'STATIC') {
    const parsed = readStatic(store, definition.statement);
    if (!isDeepStrictEqual(fixedParts(parsed), fixedParts(policy.parsed)))
      throw invalid({
        path,
        message: 'effect, principal and resource of a policy cannot change; delete it and create another',
      });
    policy.parsed = parsed;
    policy.statement = definition.statement;
    policy.description = definition.description;
  }
  policy.name = name;
  policy.lastUpdatedDate = now.toISOString();
  changed(store);
  return policySummary(store, policy);
}

/** Idempotent: deleting a policy that doesn't exist succeeds. */
export function deletePolicy({ place, input }: Call<Input<'policy'>>) {
  const store = storeOf(place, input.policyStoreId);
  const policy = byIdOrName(store.policies, input.policyId);
  if (policy) store.policies.delete(policy.policyId);
  changed(store);
  return {};
}
