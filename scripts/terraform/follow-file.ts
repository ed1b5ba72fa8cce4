import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** How often to poll a growing file, in milliseconds: smooth to watch, and next to no load. */
const pause = 100;

/**
 * Emits the lines of a file that another process writes, as they arrive, from `offset` (bytes) until `ended` and
 * everything written by then has been read. An incomplete last line is emitted too.
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
