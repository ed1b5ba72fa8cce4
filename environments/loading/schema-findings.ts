import { z } from 'zod';
import type { Finding } from './finding';
import { valueAt } from './finding';
import { asMeant, strangeLetter } from './strange-letter';
import { nearest, suggest } from './suggest';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

const wanted: Record<string, string> = {
  string: 'a string in double or single quotes',
  boolean: 'true or false, without quotes',
  number: 'a number, without quotes',
  int: 'a whole number',
  array: 'a list: […]',
  object: 'an object: {…}',
  record: 'an object: {…}',
};

const unit: Record<string, string> = { string: ' characters', array: ' entries' };

/** The remedy if the schema itself has none. zod asks for it through `error` when parsing. */
function defaultRemedy(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `write ${wanted[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return suggest(issue.input, issue.values);
    case 'too_small':
      return `use at least ${issue.minimum}${unit[issue.origin] ?? ''}`;
    case 'too_big':
      return `use at most ${issue.maximum}${unit[issue.origin] ?? ''}`;
    default:
      return 'see docs/environments.md';
  }
}

const kind = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Whether the format admits this letter: display names may contain any. */
function admits(pattern: string | undefined, letter: string): boolean {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(pattern ?? '') ?? [];
  return source === '' || [letter, `https://${letter}`].some((text) => new RegExp(source, flags).test(text));
}

/** Adds the first letter that is not what it seems, if there is one. */
function withLetter(text: string, value: unknown, odd?: (letter: string) => boolean): string {
  const letter = typeof value === 'string' ? strangeLetter(value, odd) : undefined;
  return letter === undefined ? text : `${text}: ${letter}`;
}

function message(issue: Issue, value: unknown): string {
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === kind(value) || issue.expected === 'int'
        ? 'is not a whole number'
        : `is of the wrong type: ${kind(value)}`;
    case 'invalid_format':
      return withLetter('has the wrong form', value, (letter) => !admits(issue.pattern, letter));
    case 'invalid_value':
    case 'invalid_union':
      return withLetter('is not one of the allowed values', value);
    case 'too_small':
      return `is too ${issue.origin === 'number' || issue.origin === 'int' ? 'small' : 'short'}`;
    case 'too_big':
      return `is too ${issue.origin === 'number' || issue.origin === 'int' ? 'big' : 'long'}`;
    case 'invalid_key':
      return withLetter('is not an allowed name here', value);
    default:
      return 'has the wrong form';
  }
}

/** The member of a union that the value's discriminator names; undefined if it names none. */
function chosen(union: z.ZodDiscriminatedUnion, value: unknown): z.core.$ZodType | undefined {
  const { discriminator, options } = union.def;
  const named = valueAt(value, [discriminator]);
  return options.find(
    (option) =>
      option instanceof z.ZodObject && z.safeParse(option.shape[discriminator] as z.ZodType, named).success,
  );
}

/** The schema that zod applies to the value at a path. */
function schemaAt(
  schema: z.core.$ZodType,
  value: unknown,
  path: readonly PropertyKey[],
): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return schemaAt(schema.unwrap(), value, path);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const choice = chosen(schema, value);
    return choice && schemaAt(choice, value, path);
  }
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const inner =
    schema instanceof z.ZodObject
      ? schema.shape[key as string]
      : schema instanceof z.ZodRecord
        ? schema.valueType
        : schema instanceof z.ZodArray
          ? schema.element
          : undefined;
  return inner && schemaAt(inner, valueAt(value, [key]), rest);
}

/** Whether a missing key is present but misspelt, as an unknown key. */
function misspelt(schema: z.core.$ZodType, value: unknown, path: readonly PropertyKey[]): boolean {
  const [parent, key] = [path.slice(0, -1), path.at(-1)];
  const at = schemaAt(schema, value, parent);
  if (!(at instanceof z.ZodObject) || typeof key !== 'string') return false;
  const known = Object.keys(at.shape);
  return Object.keys(Object(valueAt(value, parent))).some(
    (other) => !known.includes(other) && nearest(other, known) === key,
  );
}

/** Every violation of a schema by a value. */
export function schemaFindings(
  schema: z.core.$ZodType,
  file: string,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
): Finding[] {
  const result = z.safeParse(schema, value, { error: defaultRemedy });
  if (result.success) return [];
  const { issues } = result.error;
  return issues.flatMap((issue): Finding[] => {
    const path = [...prefix, ...issue.path];
    const seen = valueAt(value, issue.path);
    const at = schemaAt(schema, value, issue.path);
    switch (issue.code) {
      case 'unrecognized_keys':
        // The value may be anything, even a secret, so only the key is reported.
        return issue.keys.map((key) => {
          const known = at instanceof z.ZodObject ? Object.keys(at.shape) : [];
          return {
            file,
            path: [...path, key],
            value: key,
            message: known.includes(asMeant(key)) ? withLetter('unknown key', key) : 'unknown key',
            remedy: `${suggest(key, known)}; or remove it`,
          };
        });
      case 'invalid_key': {
        // zod does not check the value of a key that it refuses, which may have mistakes too.
        const remedy = issue.issues[0]?.message ?? 'see docs/environments.md';
        const key = issue.path.at(-1);
        return [
          { file, path, value: key, message: message(issue, key), remedy },
          ...(at ? schemaFindings(at, file, seen, path) : []),
        ];
      }
      default:
        // A misspelt key is reported as unknown instead.
        if (seen === undefined && misspelt(schema, value, issue.path)) return [];
        return [{ file, path, value: seen, message: message(issue, seen), remedy: issue.message }];
    }
  });
}

/**
 * The top-level parts of a value that are valid by themselves, so that checks across files
 * can use them although other parts are still wrong.
 */
export function validParts<T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  value: unknown,
): Partial<z.infer<z.ZodObject<T>>> {
  const entries = Object.entries(schema.shape).flatMap(([key, part]) => {
    const result = z.safeParse(part, valueAt(value, [key]));
    return result.success && result.data !== undefined ? [[key, result.data]] : [];
  });
  return Object.fromEntries(entries);
}
