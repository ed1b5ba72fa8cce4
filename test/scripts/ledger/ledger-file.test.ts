import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedgerFile } from '../../../scripts/ledger/ledger-file';
import { parseLedger } from '../../../scripts/ledger/line';
import { tempFolder } from '../temp';

const entry = (text: string) => ({ type: 'note' as const, step: 'a', data: { text } });

function written(): string {
  const file = join(tempFolder(), 'run.jsonl');
  const ledger = openLedgerFile(file);
  for (const text of ['one', 'zwei äöü', 'three']) ledger.append(entry(text));
  ledger.close();
  return file;
}

test('every line is on disk, readable only by its owner, and a new writer continues after it', () => {
  const file = written();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = openLedgerFile(file);
  expect(again.append(entry('four')).seq).toBe(4);
  expect(again.linesFrom(4).join('')).toBe(readFileSync(file, 'utf8').split(/(?<=\n)/)[3]);
  again.close();
  const { entries, torn, broken } = parseLedger(readFileSync(file, 'utf8'));
  expect(entries.map(({ data }) => data.text)).toEqual(['one', 'zwei äöü', 'three', 'four']);
  expect([torn, broken]).toEqual([undefined, undefined]);
});

test.each(['half a line', '{"seq":4,"type":"note"}\n'])(
  'a torn last line (%j) is set aside, and the next takes its place',
  (torn) => {
    const file = written();
    appendFileSync(file, torn);
    const ledger = openLedgerFile(file);
    ledger.append(entry('four'));
    ledger.close();
    expect(parseLedger(readFileSync(file, 'utf8')).entries).toHaveLength(4);
    expect(readFileSync(`${file}.torn`, 'utf8')).toContain(torn.trim());
  },
);

test('a file that was cut in the middle of a line keeps the lines before', () => {
  const file = written();
  truncateSync(file, statSync(file).size - 10);
  const ledger = openLedgerFile(file);
  expect(ledger.entries).toHaveLength(2);
  ledger.close();
});

test('a file that someone changed is refused, and left as it is', () => {
  const file = written();
  const changed = readFileSync(file, 'utf8').replace('one', 'ONE');
  writeFileSync(file, changed);
  expect(() => openLedgerFile(file)).toThrow(`${file}, line 1: its checksum does not match`);
  expect(readFileSync(file, 'utf8')).toBe(changed);
});

describe('when the disk is full', () => {
  const fs = jest.requireActual('node:fs');
  afterEach(() => jest.restoreAllMocks());

  test('a partly written line is removed, and the next one has its number', () => {
    const file = written();
    const before = readFileSync(file, 'utf8');
    const ledger = openLedgerFile(file);
    const { writeSync } = fs;
    jest
      .spyOn(fs, 'writeSync')
      .mockImplementationOnce((...args: unknown[]) => {
        const [descriptor, bytes, offset, , position] = args;
        return writeSync(descriptor, bytes, offset, 5, position);
      })
      .mockImplementationOnce(() => {
        throw new Error('ENOSPC: no space left on device, write');
      });
    expect(() => ledger.append(entry('lost'))).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: expect.stringContaining(`${file} cannot be written: ENOSPC`),
        remedy: expect.stringContaining('free disk space'),
      }),
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    jest.restoreAllMocks();
    expect(ledger.append(entry('four')).seq).toBe(4);
    ledger.close();
    const parsed = parseLedger(readFileSync(file, 'utf8'));
    expect(parsed.entries.map(({ data }) => data.text)).toEqual(['one', 'zwei äöü', 'three', 'four']);
    expect([parsed.torn, parsed.broken]).toEqual([undefined, undefined]);
  });
});

test('a folder that does not exist is reported with its path', () => {
  const file = join(tempFolder(), 'none', 'run.jsonl');
  expect(() => openLedgerFile(file)).toThrow(/cannot be written: .*ENOENT/);
  expect(existsSync(file)).toBe(false);
});
