import type { Json } from '../model';

/**
 * What happens to one API setting when our provider (5.100.0) updates the resource. By its path in the API's
 * request: `Policies.PasswordPolicy.MinimumLength`. AWS resets what an update omits to its default ("If you don't
 * provide a value for an attribute, Amazon Cognito sets it to its default value", API reference).
 */
export type Field =
  /** The provider reads it and writes it back, as this argument. */
  | { known: string }
  /** The provider omits it, but it stays unchanged anyway. */
  | { stays: string }
  /** The provider omits it, and AWS resets it to its default; null if the default is unset. */
  | { reset: Json };

/** By path. A path includes everything below it. */
export type Fields = Readonly<Record<string, Field>>;

/** A setting that an update would lose. */
export interface LostSetting {
  path: string;
  before: Json;
  /** Its value afterwards; null if unset. */
  after: Json;
}

/** To AWS, omitted, null and empty are the same. */
function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  return Object.values(value).some(isSet);
}

/** The value at a path, such as `LambdaConfig.InboundFederation`. */
function at(settings: object, path: string): unknown {
  let value: unknown = settings;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value;
}

/** Whether an update can lose anything at all; if not, no call is needed. */
export const canLose = (fields: Fields): boolean => Object.values(fields).some((field) => 'reset' in field);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is set to something other than its default. What an object omits is not set. */
function differs(value: unknown, standard: Json): boolean {
  if (!isSet(value)) return false;
  if (isObject(value) && isObject(standard))
    return Object.entries(value).some(([key, part]) => differs(part, (standard[key] ?? null) as Json));
  return JSON.stringify(value) !== JSON.stringify(standard);
}

/** Settings, as AWS describes them, that an update by our provider would reset to their defaults. */
export function lostSettings(settings: object, fields: Fields): LostSetting[] {
  return Object.entries(fields).flatMap(([path, field]) => {
    const value = at(settings, path);
    if (!('reset' in field) || !differs(value, field.reset)) return [];
    return [{ path, before: JSON.parse(JSON.stringify(value)) as Json, after: field.reset }];
  });
}
