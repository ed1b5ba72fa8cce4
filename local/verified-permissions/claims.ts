import type { CedarValueJson, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { type Shape, shapeOf } from './schema-shape';
import { fromPlain } from './values';

/** A verified token's claims, by name. */
export type Claims = Record<string, unknown>;

/**
 * `scope` is a space-separated list in the token and a set of strings in Cedar (user guide, "Mapping access tokens").
 */
const plainOf = (name: string, value: unknown) =>
  fromPlain(name === 'scope' && typeof value === 'string' ? value.split(' ').filter(Boolean) : value);

/**
 * Converts claims to Cedar attributes.
 *
 * With a schema, only declared attributes are included, so that `iss`, `jti` and the like need no declaration. A claim
 * such as `custom:tenant_id` is looked up under its own name or, in the older notation of Cognito sources, as
 * `tenant_id` in a record `custom`. The types are the claims' own; Cedar checks them against the schema. Without a
 * schema, all claims are included. A claim that Cedar can't represent is omitted.
 */
export function toAttributes(
  claims: Claims,
  schema?: SchemaJson<string>,
  shape?: Shape,
): Record<string, CedarValueJson> {
  const names = shape ? Object.keys(shape.attributes) : Object.keys(claims);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(claims, name)
        ? plainOf(name, claims[name])
        : schema && shape && nested(name, claims, schema, shape);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The record `custom` (or `cognito`) of the `custom:…` claims, if the schema declares it. */
function nested(name: string, claims: Claims, schema: SchemaJson<string>, shape: Shape) {
  if (name !== 'custom' && name !== 'cognito') return undefined;
  const inner = shapeOf(schema, shape.namespace, shape.attributes[name]);
  const prefixed = Object.entries(claims).filter(([claim]) => claim.startsWith(`${name}:`));
  if (!inner || !prefixed.length) return undefined;
  const record = Object.fromEntries(prefixed.map(([claim, value]) => [claim.slice(name.length + 1), value]));
  return toAttributes(record, schema, inner);
}

/** Group names in a claim: a list, or one space-separated string. */
export function groupNames(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
