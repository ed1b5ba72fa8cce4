import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** How often a file that grows is looked at, in milliseconds: often enough for eyes, and next to no work. */
const pause = 100;

/**
 * Passes on the lines of a file that another process writes, as they come, from `offset` on (bytes) until `ended` and
 * everything written by then has been read. A last line without its end is handed over too.
 */
export async function followLines(
  { file, offset, ended }: { file: string; offset: number; ended: Promise<unknown> },
  onLine: (line: string) => void,
): Promise<void> {
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new StringDecoder('utf8');
  const descriptor = openSync(file, 'r');
  let position = offset;
  let rest = '';
  const readOn = () => {
    for (;;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, position);
      if (length === 0) return;
      position += length;
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  };
  try {
    let over = false;
    const end = ended.then(() => {
      over = true;
    });
    while (!over) {
      readOn();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([end, new Promise((resolve) => (timer = setTimeout(resolve, pause)))]);
      clearTimeout(timer);
    }
    readOn();
    rest += decoder.end();
    if (rest) onLine(rest);
  } finally {
    closeSync(descriptor);
  }
}
