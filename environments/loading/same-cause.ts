import { formatPath } from '../problems';
import type { Finding } from './finding';
import { groupBy } from './group-by';

/** Places named in one message; nobody would read more. */
const mostPlaces = 50;

const byFile = (a: Finding, b: Finding) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

/** Files of one folder with shell braces: `environments/prod/tenants/{hooli,stark}.json`. */
function braced(files: readonly string[]): string {
  const folders = groupBy(files, (file) => file.slice(0, file.lastIndexOf('/') + 1));
  return [...folders]
    .flatMap(([folder, inside]) => {
      const names = inside.map((file) => file.slice(folder.length));
      if (names.length === 1 || names.some((name) => !name.endsWith('.json'))) return inside;
      return [`${folder}{${names.map((name) => name.slice(0, -'.json'.length)).join(',')}}.json`];
    })
    .join(', ');
}

/** Where else it shows, sorted: one path in several files together, and several paths in one file. */
function placesOf(findings: readonly Finding[]): string {
  const paths = groupBy(findings, ({ path }) => formatPath(path));
  const places = [...paths].map(([path, at]) => ({ files: braced(at.map(({ file }) => file)), path }));
  return [...groupBy(places, ({ files }) => files)]
    .map(([files, at]) =>
      [
        files,
        at
          .map(({ path }) => path)
          .filter(Boolean)
          .join(', '),
      ]
        .filter(Boolean)
        .join(' '),
    )
    .join('; ');
}

/**
 * One finding per mistake: those with the same cause are reported once, in the first file at the outermost path,
 * with every other place in the message.
 */
export function mergeCauses(findings: readonly Finding[]): Finding[] {
  const alone = findings.filter(({ cause }) => cause === undefined);
  const causes = groupBy(
    findings.filter(({ cause }) => cause !== undefined),
    ({ cause }) => cause,
  );
  const merged = [...causes.values()].map((alike): Finding => {
    const [first, ...others] = alike.toSorted((a, b) => byFile(a, b) || a.path.length - b.path.length);
    const { message } = first as Finding;
    if (others.length === 0) return first as Finding;
    const listed = placesOf(others.slice(0, mostPlaces));
    const rest = others.length - mostPlaces;
    const places = rest > 0 ? `${listed}; … (${rest} not listed)` : listed;
    return {
      ...(first as Finding),
      message: `${message}; seen in ${others.length} more place${others.length === 1 ? '' : 's'}: ${places}`,
    };
  });
  return [...alone, ...merged];
}
