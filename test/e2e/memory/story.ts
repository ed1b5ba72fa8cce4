import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What happens in a long test, written to a file as it happens: whoever waits can look, and a crash loses nothing. */
export function storyIn(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  const counts = new Map<string, number>();
  const tell = (line: string) => appendFileSync(file, `${new Date().toISOString().slice(11, 19)} ${line}\n`);
  return {
    tell,
    count: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    /** Tells all counts. */
    sum: () =>
      tell(
        [...counts]
          .sort()
          .map(([what, count]) => `${count} × ${what}`)
          .join('; '),
      ),
  };
}
