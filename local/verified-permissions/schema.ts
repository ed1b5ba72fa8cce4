import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Call } from './call';
import { schemaProblems } from './cedar';
import { invalid, notFound, quotaExceeded } from './errors';
import type { Input } from './inputs';
import { bytes, limits } from './limits';
import { changed, storeOf } from './state';

const path = 'definition.cedarJson';

/** Namespaces reserved by Verified Permissions. */
const reserved = ['aws', 'amazon', 'cedar'];

/** Parses a schema in Cedar's JSON format. Throws ValidationException with Cedar's own message. */
function read(text: string): SchemaJson<string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid({ path, message: `not JSON: ${(error as Error).message}` });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalid({ path, message: 'a schema is a JSON object with one member per namespace' });
  const bad = Object.keys(json).filter((name) => !name || reserved.includes(name.toLowerCase()));
  if (bad.length)
    throw invalid(...bad.map((name) => ({ path, message: `the namespace "${name}" is not allowed` })));
  const schema = json as SchemaJson<string>;
  const problems = schemaProblems(schema);
  if (problems.length) throw invalid(...problems.map((message) => ({ path, message })));
  return schema;
}

/** Checks only the schema itself, not existing policies; `{}` removes the schema. */
export function putSchema({ place, input, now }: Call<Input<'putSchema'>>) {
  const store = storeOf(place, input.policyStoreId);
  const text = input.definition.cedarJson ?? '';
  if (bytes(text) > limits.schemaBytes)
    throw quotaExceeded(
      `The schema has ${bytes(text)} bytes; a schema has at most ${limits.schemaBytes}.`,
      'SCHEMA',
      store.policyStoreId,
    );
  const json = read(text);
  const date = now.toISOString();
  const createdDate = store.schema?.createdDate ?? date;
  const namespaces = Object.keys(json);
  store.schema = namespaces.length ? { text, json, createdDate, lastUpdatedDate: date } : undefined;
  changed(store);
  return { policyStoreId: store.policyStoreId, namespaces, createdDate, lastUpdatedDate: date };
}

/** Throws ResourceNotFoundException if the store has no schema. */
export function getSchema({ place, input }: Call<Input<'inStore'>>) {
  const { policyStoreId, schema } = storeOf(place, input.policyStoreId);
  if (!schema) throw notFound('SCHEMA', policyStoreId);
  const { text, json, createdDate, lastUpdatedDate } = schema;
  return { policyStoreId, schema: text, namespaces: Object.keys(json), createdDate, lastUpdatedDate };
}
