import type { Json } from '../model';

/**
 * What becomes of one setting of the API when our provider (5.100.0) updates the resource. By its path in the API's
 * request: `Policies.PasswordPolicy.MinimumLength`. What an update leaves out, AWS sets to its default ("If you don't
 * provide a value for an attribute, Amazon Cognito sets it to its default value", API reference).
 */
export type Field =
  /** The provider reads it and writes it back, as this argument. */
  | { known: string }
  /** The provider leaves it out, and it stays as it is all the same. */
  | { stays: string }
  /** The provider leaves it out, and AWS puts it back to its default; null where that is: not set. */
  | { reset: Json };

/** By path. A path stands for all that is below it. */
export type Fields = Readonly<Record<string, Field>>;

/** A setting that an update would lose. */
export interface LostSetting {
  path: string;
  before: Json;
  /** What it would be afterwards; null: not set. */
  after: Json;
}

/** Left out, null and empty are the same to AWS. */
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

/** Whether an update can lose anything at all: otherwise nobody has to look. */
export const canLose = (fields: Fields): boolean => Object.values(fields).some((field) => 'reset' in field);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is set, and to something else than its default. Of an object, what it leaves out is not set. */
function differs(value: unknown, standard: Json): boolean {
  if (!isSet(value)) return false;
  if (isObject(value) && isObject(standard))
    return Object.entries(value).some(([key, part]) => differs(part, (standard[key] ?? null) as Json));
  return JSON.stringify(value) !== JSON.stringify(standard);
}

/** Settings, as AWS describes them, that an update by our provider would put back to their defaults. */
export function lostSettings(settings: object, fields: Fields): LostSetting[] {
  return Object.entries(fields).flatMap(([path, field]) => {
    const value = at(settings, path);
    if (!('reset' in field) || !differs(value, field.reset)) return [];
    return [{ path, before: JSON.parse(JSON.stringify(value)) as Json, after: field.reset }];
  });
}
