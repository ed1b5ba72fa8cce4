import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { failure, messageOf } from '../cli/errors';
import { type Entry, encodeLine, type ParsedLedger, parseLedger } from './line';

/** A new line, before it gets a number and a time. */
export type NewEntry = Pick<Entry, 'type' | 'step' | 'data'>;

/** A ledger on this machine's disk. Every line is on the disk before `append` returns. */
export interface LedgerFile {
  readonly entries: readonly Entry[];
  /** The lines starting with a number (counted from 1), with their line breaks. */
  linesFrom(seq: number): string[];
  /** Adds a line. If it cannot be written, throws and leaves the file as it was. */
  append(entry: NewEntry): Entry;
  close(): void;
}

/** A new file's directory entry has to survive a crash too. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a ledger on disk. Throws if it has been altered. */
function readLedgerFile(file: string): ParsedLedger {
  const parsed = parseLedger(readFileSync(file, 'utf8'));
  if (parsed.broken)
    throw failure(
      `${file}, line ${parsed.broken.line}: ${parsed.broken.why}`,
      'this ledger has been altered; check its copy in the state bucket: npx fleet ledger verify',
    );
  return parsed;
}

/**
 * Opens a ledger for writing, or creates it. A torn last line, which was never acted on, is moved
 * to `<file>.torn`. Throws if the ledger has been altered, or cannot be written.
 */
export function openLedgerFile(file: string): LedgerFile {
  const isNew = !existsSync(file);
  const { entries, torn, ...last } = isNew ? parseLedger('') : readLedgerFile(file);
  let { sum, length } = last;
  const lines = isNew
    ? []
    : readFileSync(file)
        .subarray(0, length)
        .toString()
        .split(/(?<=\n)/);
  let descriptor: number;
  const cannot = (error: unknown) =>
    failure(
      `the ledger ${file} cannot be written: ${messageOf(error)}`,
      'nothing is done that cannot be recorded; free disk space or make the file writable, and run again',
      error,
    );
  try {
    if (torn !== undefined) {
      const aside = openSync(`${file}.torn`, 'a', 0o600);
      writeSync(aside, `${torn}\n`);
      closeSync(aside);
    }
    descriptor = openSync(file, isNew ? 'a' : 'r+', 0o600);
    if (torn !== undefined) ftruncateSync(descriptor, length);
    if (isNew) syncFolder(dirname(file));
  } catch (error) {
    throw cannot(error);
  }
  return {
    entries,
    linesFrom: (seq) => lines.slice(seq - 1),
    append({ type, step, data }) {
      const entry: Entry = {
        seq: entries.length + 1,
        at: new Date().toISOString(),
        type,
        ...(step !== undefined && { step }),
        data,
      };
      const encoded = encodeLine(entry, sum);
      const bytes = Buffer.from(encoded.line);
      try {
        let written = 0;
        while (written < bytes.length)
          written += writeSync(descriptor, bytes, written, bytes.length - written, length + written);
        fsyncSync(descriptor);
      } catch (error) {
        try {
          // Half a line would corrupt the next.
          ftruncateSync(descriptor, length);
        } catch {}
        throw cannot(error);
      }
      sum = encoded.sum;
      length += bytes.length;
      entries.push(entry);
      lines.push(encoded.line);
      return entry;
    },
    close: () => closeSync(descriptor),
  };
}
