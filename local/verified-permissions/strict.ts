import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { invalid } from './errors';
import type { PolicyStore } from './state';

/**
 * In a STRICT store, everything must validate against the schema, and nothing validates without one (the message is
 * AWS's own). In an OFF store nothing is validated. Throws ValidationException.
 */
export function strictly(
  store: PolicyStore,
  path: string,
  problems: (schema: SchemaJson<string>) => string[],
): void {
  if (store.mode === 'OFF') return;
  if (!store.schema)
    throw invalid({ path, message: 'No schema present - automatically failing all validation.' });
  const found = problems(store.schema.json);
  if (found.length) throw invalid(...found.map((message) => ({ path, message })));
}
