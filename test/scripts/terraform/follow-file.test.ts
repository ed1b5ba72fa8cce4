import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followLines } from '../../../scripts/terraform/follow-file';
import { tempFolder } from '../temp';

/** A file that is being followed; `next` waits for as many lines as have been written. */
function followed(before: string, offset: number) {
  const file = join(tempFolder(), 'log');
  writeFileSync(file, before);
  const lines: string[] = [];
  let waiting: (() => void) | undefined;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = followLines({ file, offset, ended }, (line) => {
    lines.push(line);
    waiting?.();
  });
  const next = (count: number) =>
    new Promise<void>((resolve) => {
      waiting = () => lines.length >= count && resolve();
      waiting();
    });
  return { file, lines, next, end, done };
}

test('lines arrive as they are written, from the given byte on, including an incomplete last one', async () => {
  const { file, lines, next, end, done } = followed('of an earlier run\n', 'of an earlier run\n'.length);
  appendFileSync(file, 'one\ntwo\nhal');
  await next(2);
  expect(lines).toEqual(['one', 'two']);
  appendFileSync(file, 'f\nlast');
  await next(3);
  end();
  await done;
  expect(lines).toEqual(['one', 'two', 'half', 'last']);
});

test('what is written just before the end is read, however long, and characters are not split', async () => {
  const { file, lines, end, done } = followed('', 0);
  // A two-byte character across the border of every buffer.
  const long = `x${'é'.repeat(200_000)}`;
  appendFileSync(file, `${long}\n${long}`);
  end();
  await done;
  expect(lines).toEqual([long, long]);
});
