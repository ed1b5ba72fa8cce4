import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A fleet's last line if it succeeded. */
export const goodEnd = 'ended as the undisturbed one';

/** A log of a long test, written to a file as it happens, so that it can be followed and survives a crash. */
export function storyIn(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  const counts = new Map<string, number>();
  const tell = (line: string) => appendFileSync(file, `${new Date().toISOString().slice(11, 19)} ${line}\n`);
  return {
    file,
    tell,
    count: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    /** Logs all counts. */
    sum: () =>
      tell(
        [...counts]
          .sort()
          .map(([what, count]) => `${count} × ${what}`)
          .join('; '),
      ),
  };
}

/** Whether a log says that something was done on a fleet that succeeded. @param log of one test only */
export function toldIn(log: string): (what: string) => boolean {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .map((line) => /^\S+ (fleet \d+)(?:, run \d+)?: (.*?)(?:; pushed .*)?$/.exec(line));
  const good = new Set(lines.flatMap((line) => (line?.[2] === goodEnd ? line[1] : [])));
  const done = new Set(lines.flatMap((line) => (good.has(line?.[1]) ? line?.[2] : [])));
  return (what) => done.has(what);
}
