import { isDeepStrictEqual } from 'node:util';
import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Call } from './call';
import { decide } from './engine';
import { invalid, notFound } from './errors';
import type { ContextDefinition, Input } from './inputs';
import { type PolicyStore, storeOf } from './state';
import { principalOf, tokenContext, tokenTypes } from './token-principal';
import { verifyTokens } from './tokens';
import { plainUid, toCedarContext, toCedarEntities } from './values';

const isAction = ({ uid }: EntityJson) => /(^|::)Action$/.test(plainUid(uid).type);

/** Actions come only from the schema. */
function entitiesOf(definition: Input<'isAuthorized'>['entities']): EntityJson[] {
  const entities = toCedarEntities(definition);
  if (entities.some(isAction))
    throw invalid({
      path: 'entities',
      message: 'must contain no actions; the schema defines their groups',
    });
  return entities;
}

/** One decision about a principal described in the request. Throws ValidationException. */
export function isAuthorized({ place, input }: Call<Input<'isAuthorized'>>) {
  const store = storeOf(place, input.policyStoreId);
  const { principal, action, resource } = input;
  const context = toCedarContext(input.context, 'context');
  return decide(store, { principal, action, resource, context, entities: entitiesOf(input.entities) });
}

/** All requests must have the same principal, or the same resource. */
export function batchIsAuthorized({ place, input }: Call<Input<'batchIsAuthorized'>>) {
  const store = storeOf(place, input.policyStoreId);
  const entities = entitiesOf(input.entities);
  const [first] = input.requests;
  const shared = (['principal', 'resource'] as const).some((part) =>
    input.requests.every((request) => isDeepStrictEqual(request[part], first?.[part])),
  );
  if (!shared)
    throw invalid({
      path: 'requests',
      message: 'must all have the same principal, or all the same resource',
    });
  const results = input.requests.map((request, index) => {
    const { principal, action, resource } = request;
    const context = toCedarContext(request.context, `requests.${index}.context`);
    return { request, ...decide(store, { principal, action, resource, context, entities }) };
  });
  return { results };
}

/** With a token, only resources may be given; actions only by name, which changes nothing. */
function resourcesOf(
  definition: Input<'isAuthorizedWithToken'>['entities'],
  reserved: string[],
): EntityJson[] {
  const entities = toCedarEntities(definition);
  const bad = entities.filter(
    (entity) =>
      reserved.includes(plainUid(entity.uid).type) ||
      (isAction(entity) && (Object.keys(entity.attrs ?? {}).length > 0 || (entity.parents ?? []).length > 0)),
  );
  if (bad.length)
    throw invalid(
      ...bad.map(({ uid }) => ({
        path: 'entities',
        message: `${plainUid(uid).type} "${plainUid(uid).id}" may not be given: principals and groups come from the token, actions from the schema`,
      })),
    );
  return entities.filter((entity) => !isAction(entity));
}

interface TokenRequest {
  action: { actionType: string; actionId: string };
  resource: { entityType: string; entityId: string };
  context?: ContextDefinition;
}

/** The store's only identity source. Throws ResourceNotFoundException if it has none. */
function onlySource(store: PolicyStore) {
  const [source] = store.identitySources.values();
  if (!source) throw notFound('IDENTITY_SOURCE', store.policyStoreId);
  return source;
}

/** Verifies the tokens once, and returns their principal and a function that decides its requests. */
async function withTokens({
  place,
  input,
  keys,
  now,
}: Call<Omit<Input<'batchIsAuthorizedWithToken'>, 'requests'>>) {
  const store = storeOf(place, input.policyStoreId);
  const source = onlySource(store);
  const tokens = await verifyTokens(input, source, keys, now);
  const { principal, entity } = principalOf(store, source, tokens);
  const entities = [...resourcesOf(input.entities, tokenTypes(source)), entity];
  const ask = ({ action, resource, context: given }: TokenRequest, path: string) => {
    const context = toCedarContext(given, path);
    if (tokens.access && 'token' in context)
      throw invalid({ path, message: 'must have no "token": the access token goes there' });
    const merged = { ...context, ...tokenContext(store, source, action, tokens.access) };
    return decide(store, { principal, action, resource, context: merged, entities });
  };
  return { principal, ask };
}

/** One decision about the tokens' principal. Throws ValidationException for an invalid token. */
export async function isAuthorizedWithToken(call: Call<Input<'isAuthorizedWithToken'>>) {
  const { principal, ask } = await withTokens(call);
  return { ...ask(call.input, 'context'), principal };
}

/** One decision per request, all about the tokens' principal. */
export async function batchIsAuthorizedWithToken(call: Call<Input<'batchIsAuthorizedWithToken'>>) {
  const { principal, ask } = await withTokens(call);
  const results = call.input.requests.map((request, index) => ({
    request,
    ...ask(request, `requests.${index}.context`),
  }));
  return { principal, results };
}
