import type { Json } from '../../model';
import type { Attributes, EffectRule } from '../../planned';
import { blocks, sides } from '../values';

/**
 * An attribute's definition without unset parts: Terraform has an empty block of string limits even for a
 * number, and false for unset booleans.
 */
function defined(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const parts = value.map(defined).filter((part) => part !== undefined);
    return parts.length > 0 ? parts : undefined;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.keys(value)
      .sort()
      .map((key): [string, Json | undefined] => [key, defined(value[key])])
      .filter((entry): entry is [string, Json] => entry[1] !== undefined);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }
  return value === null || value === false || value === '' ? undefined : value;
}

const byName = (schema: Json | undefined) =>
  new Map(
    blocks(schema).map((attribute: Attributes) => [
      String(attribute.name),
      JSON.stringify(defined(attribute)),
    ]),
  );

/**
 * Attributes of a pool's users. Cognito can add but never remove one, so an addition is reported too; a removal or
 * a change makes the apply fail, or replaces the pool (terraform-provider-aws#38096, #21654, #3891).
 */
export const schemaChanged: EffectRule = (change) => {
  const found = sides(change, 'schema');
  if (!found) return [];
  const before = byName(found.before);
  const after = byName(found.after);
  const effect = (what: string) => ({ id: 'schema-changed' as const, what, path: 'schema' });
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [old, next] = [before.get(name), after.get(name)];
    if (old === next) return [];
    if (old === undefined) return [effect(`attribute ${name} would be added permanently`)];
    if (next === undefined) return [effect(`attribute ${name} would be removed, which Cognito cannot do`)];
    return [effect(`attribute ${name} would be changed, which Cognito cannot do`)];
  });
};
