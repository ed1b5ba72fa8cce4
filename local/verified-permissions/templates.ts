import { isDeepStrictEqual } from 'node:util';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Call } from './call';
import { parseTemplate, templateProblems } from './cedar';
import { invalid, notFound, quotaExceeded } from './errors';
import { once } from './idempotency';
import type { Input } from './inputs';
import { bytes, limits } from './limits';
import { byIdOrName, nameAfter } from './names';
import { page } from './pagination';
import { fixedParts } from './scope';
import { changed, newId, type PolicyStore, stored, storeOf, type Template } from './state';
import { strictly } from './strict';

const path = 'statement';

/** Parses a template, and validates it if the store is STRICT. */
function read(store: PolicyStore, statement: string): PolicyJson {
  const parsed = parseTemplate(statement);
  if ('problems' in parsed) throw invalid(...parsed.problems.map((message) => ({ path, message })));
  // Cedar would accept it; Verified Permissions does not (user guide, "Differences with Cedar").
  const open = (['principal', 'resource'] as const).filter((place) => parsed.json[place].op === 'All');
  if (open.length)
    throw invalid(
      ...open.map((place) => ({
        path,
        message: `a template must constrain the ${place}, by a slot or otherwise`,
      })),
    );
  strictly(store, path, (schema) => templateProblems(schema, statement));
  return parsed.json;
}

const tooLarge = (statement: string) =>
  bytes(statement) > limits.policyBytes &&
  `The template has ${bytes(statement)} bytes; a template has at most ${limits.policyBytes}.`;

/** The template with that id or name. Throws ResourceNotFoundException. */
export function templateOf(store: PolicyStore, idOrName: string): Template {
  const template = byIdOrName(store.templates, idOrName);
  if (!template) throw notFound('POLICY_TEMPLATE', idOrName);
  return template;
}

const summary = (store: PolicyStore, { policyTemplateId, createdDate, lastUpdatedDate }: Template) => ({
  policyStoreId: store.policyStoreId,
  policyTemplateId,
  createdDate,
  lastUpdatedDate,
});

/** Throws ValidationException if Cedar, AWS or the schema refuses the template. */
export function createPolicyTemplate({ place, input, now }: Call<Input<'createTemplate'>>) {
  const store = storeOf(place, input.policyStoreId);
  return once(place, 'CreatePolicyTemplate', input, now, () => {
    const { statement, description } = input;
    if (store.templates.size >= limits.templatesPerStore)
      throw quotaExceeded(
        `The policy store has ${store.templates.size} templates; it may have ${limits.templatesPerStore}.`,
        'POLICY_TEMPLATE',
        store.policyStoreId,
      );
    const large = tooLarge(statement);
    if (large) throw quotaExceeded(large, 'POLICY_TEMPLATE', store.policyStoreId);
    const name = nameAfter(store.templates, input.name, undefined, 'POLICY_TEMPLATE');
    const parsed = read(store, statement);
    const template = { ...stored(now), policyTemplateId: newId(), statement, description, name, parsed };
    store.templates.set(template.policyTemplateId, template);
    changed(store);
    return {
      answer: summary(store, template),
      resource: { resourceType: 'POLICY_TEMPLATE', id: template.policyTemplateId },
    };
  });
}

/** Throws ResourceNotFoundException. */
export function getPolicyTemplate({ place, input }: Call<Input<'template'>>) {
  const store = storeOf(place, input.policyStoreId);
  const template = templateOf(store, input.policyTemplateId);
  const { description, statement, name } = template;
  return { ...summary(store, template), description, statement, name };
}

/** Linked policies change immediately. Only actions, conditions, annotations, description and name can change. */
export function updatePolicyTemplate({ place, input, now }: Call<Input<'updateTemplate'>>) {
  const store = storeOf(place, input.policyStoreId);
  const template = templateOf(store, input.policyTemplateId);
  const name = nameAfter(store.templates, input.name, template, 'POLICY_TEMPLATE');
  // UpdatePolicyTemplate has no ServiceQuotaExceededException.
  const large = tooLarge(input.statement);
  if (large) throw invalid({ path, message: large });
  const parsed = read(store, input.statement);
  if (!isDeepStrictEqual(fixedParts(parsed), fixedParts(template.parsed)))
    throw invalid({
      path,
      message: 'effect, principal and resource of a template cannot change; delete it and create another',
    });
  const { statement, description } = input;
  Object.assign(template, { statement, parsed, description, name, lastUpdatedDate: now.toISOString() });
  changed(store);
  return summary(store, template);
}

/** Also deletes the policies linked to the template. */
export function deletePolicyTemplate({ place, input }: Call<Input<'template'>>) {
  const store = storeOf(place, input.policyStoreId);
  const { policyTemplateId } = templateOf(store, input.policyTemplateId);
  for (const policy of store.policies.values())
    if (policy.policyType === 'TEMPLATE_LINKED' && policy.policyTemplateId === policyTemplateId)
      store.policies.delete(policy.policyId);
  store.templates.delete(policyTemplateId);
  changed(store);
  return {};
}

/** A page of the templates, without their statements. */
export function listPolicyTemplates({ place, input }: Call<Input<'listInStore'>>) {
  const store = storeOf(place, input.policyStoreId);
  const { items, nextToken } = page(
    `ListPolicyTemplates/${store.policyStoreId}`,
    store.templates.values(),
    input,
  );
  const policyTemplates = items.map((template) => ({
    ...summary(store, template),
    description: template.description,
    name: template.name,
  }));
  return { policyTemplates, nextToken };
}
