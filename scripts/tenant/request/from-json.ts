import type { Finding } from '../../../environments/loading/finding';
import { readJson } from '../../../environments/loading/json-file';
import type { Drafts } from './draft';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Drafts from JSON: one object, or a list of them. */
export function draftsFromJson(file: string, text: string): Drafts {
  const { source, findings } = readJson(file, text);
  if (source.value === undefined) return { drafts: [], findings };
  const listed = Array.isArray(source.value);
  const entries: unknown[] = listed ? (source.value as unknown[]) : [source.value];
  const wrong = (index: number): Finding => ({
    file,
    path: listed ? [index] : [],
    message: 'is no tenant',
    remedy: 'write an object for each: {"id": …, "name": …}',
  });
  const none: Finding[] =
    entries.length > 0 ? [] : [{ file, path: [], message: 'has no tenant', remedy: 'write at least one' }];
  return {
    drafts: entries.flatMap((values, index) =>
      isObject(values) ? [{ values, at: (path) => ({ file, path: listed ? [index, ...path] : path }) }] : [],
    ),
    findings: [
      ...findings,
      ...none,
      ...entries.flatMap((values, index) => (isObject(values) ? [] : [wrong(index)])),
    ],
    source,
  };
}
