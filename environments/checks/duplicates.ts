import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** Keys that identify entries in lists of objects, strongest first. */
const names = ['protection', 'group', 'identifier', 'name'];

/** The name of a list entry; undefined if nothing identifies it. */
function nameOf(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  const key = names.find((name) => Object.hasOwn(entry, name));
  return key && (entry as Record<string, unknown>)[key];
}

/** A finding for each duplicate entry of any list inside a value. */
function* repeated(file: string, value: unknown, path: readonly PropertyKey[] = []): Generator<Finding> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    const list = value.map(nameOf);
    const seen = new Map<unknown, number>();
    // Reported once, at the second occurrence.
    for (const [index, name] of list.entries())
      if (name !== undefined && seen.set(name, (seen.get(name) ?? 0) + 1).get(name) === 2) {
        const count = list.filter((other) => other === name).length;
        yield {
          file,
          path: [...path, index],
          value: name,
          message: `appears ${count === 2 ? 'twice' : `${count} times`} in this list`,
          remedy: count === 2 ? 'remove one of the two' : 'keep one of them',
        };
      }
  }
  for (const [key, part] of Object.entries(value))
    yield* repeated(file, part, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** No list names anything twice. */
export const duplicates: EnvironmentCheck = ({ file, environment, tenants, services }) => [
  ...repeated(file, environment),
  ...tenants.flatMap(({ file, tenant }) => [...repeated(file, tenant)]),
  ...services.flatMap(({ file, service }) => [...repeated(file, service)]),
];
