import type { CedarValueJson, EntityJson, EntityUidJson, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { StoreContent } from './cedar';
import { cedarEngine } from './cedar-engine';
import type { Golden } from './decisions';
import { namespaceOf } from './namespace';
import { poolPlaceholder } from './source';

/** Placeholder pool id for evaluating without a deployment. */
const examplePool = 'eu-central-1_Example01';

/** The decision, and the sorted names of the determining policies. */
export interface Decision {
  decision: 'ALLOW' | 'DENY';
  by: string[];
}

/** A request as Cedar accepts it in JSON, and Verified Permissions in its `cedarJson` members. */
export interface GoldenRequest {
  principal: { type: string; id: string };
  action: { type: string; id: string };
  resource: { type: string; id: string };
  context: Record<string, CedarValueJson>;
  entities: EntityJson[];
}

/** The principal type of an action; each of our actions has exactly one. */
function principalType(schema: string, action: string): string {
  const actions = Object.values(JSON.parse(schema) as SchemaJson<string>)[0]?.actions ?? {};
  const type = Object.hasOwn(actions, action) ? actions[action]?.appliesTo?.principalTypes?.[0] : undefined;
  if (!type) throw new Error(`the schema has no action ${action} with a principal`);
  return type;
}

/**
 * The request with the entities that Verified Permissions derives from the token: the principal named
 * `<pool id>|<sub>`, in its groups. Throws if the schema does not know the action.
 */
export function requestOf(schema: string, golden: Golden, poolId: string): GoldenRequest {
  const filled: Golden = JSON.parse(JSON.stringify(golden).replaceAll(poolPlaceholder, () => poolId));
  const namespace = namespaceOf(schema);
  const uid = (type: string, id: string) => ({ type: `${namespace}::${type}`, id });
  const principal = { type: principalType(schema, golden.action), id: `${poolId}|${filled.principal.sub}` };
  const groups = filled.principal.groups.map((group) => uid('Group', `${poolId}|${group}`));
  const resource = uid(filled.resource.type, filled.resource.id);
  const entity = (of: EntityUidJson, attrs = {}, parents: EntityUidJson[] = []) => ({
    uid: of,
    attrs,
    parents,
  });
  return {
    principal,
    action: uid('Action', filled.action),
    resource,
    context: filled.context,
    entities: [
      entity(principal, {}, groups),
      ...groups.map((group) => entity(group)),
      entity(resource, filled.resource.attributes),
    ],
  };
}

/**
 * Content that the engine has parsed, by the number in its name there: parsing is most of a call's cost.
 * Two slots, since a comparison needs two; the older one is replaced.
 */
const parsed: StoreContent[] = [];
let next = 0;

function parsedName(content: StoreContent): string {
  const known = parsed.indexOf(content);
  if (known >= 0) return `content-${known}`;
  const name = `content-${next}`;
  const filled = (text: string) => text.replaceAll(poolPlaceholder, () => examplePool);
  const policies = content.policies.map((policy) => [policy.name, filled(policy.text)] as const);
  for (const answer of [
    cedarEngine().preparsePolicySet(name, { staticPolicies: Object.fromEntries(policies) }),
    cedarEngine().preparseSchema(name, JSON.parse(content.schema) as SchemaJson<string>),
  ])
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  parsed[next] = content;
  next = (next + 1) % 2;
  return name;
}

/**
 * Asks the real engine what a store with this content decides. Like Verified Permissions, it accepts only requests
 * that conform to the schema; without `validate`, it accepts any.
 *
 * Throws with the engine's reason if the request does not conform.
 */
export function decide(
  content: StoreContent,
  golden: Golden,
  { validate = true }: { validate?: boolean } = {},
): Decision {
  const name = parsedName(content);
  const answer = cedarEngine().statefulIsAuthorized({
    ...requestOf(content.schema, golden, examplePool),
    preparsedPolicySetId: name,
    ...(validate && { preparsedSchemaName: name, validateRequest: true }),
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  const { decision, diagnostics } = answer.response;
  return { decision: decision === 'allow' ? 'ALLOW' : 'DENY', by: [...diagnostics.reason].sort() };
}
