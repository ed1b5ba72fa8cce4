import { createHash } from 'node:crypto';

/** What a ledger line records. */
export type EntryType =
  /** The first line: which command, on what, run by whom. */
  | 'run'
  /** Another runner continues the run. */
  | 'resume'
  /** A step is about to act. Its data is the intent. */
  | 'begin'
  /** A fact about a step in progress. */
  | 'note'
  /** How a step ended. */
  | 'end'
  /** The last line: how the run ended. */
  | 'close';

/** One line of a ledger. */
export interface Entry {
  /** From 1, without gaps. */
  seq: number;
  /** ISO 8601. */
  at: string;
  type: EntryType;
  /** Only in lines about a step. */
  step?: string;
  /** JSON whose shape depends on type and command. Never contains a secret. */
  data: Readonly<Record<string, unknown>>;
}

/** Initial value for the first line's checksum. */
export const firstSum = '0'.repeat(64);

const sumOf = (before: string, body: string) =>
  createHash('sha256').update(`${before}\n${body}`).digest('hex');

/** A ledger line with its line break; its checksum also covers all lines before it. */
export function encodeLine(entry: Entry, before: string): { line: string; sum: string } {
  const body = JSON.stringify(entry);
  const sum = sumOf(before, body);
  return { line: `${body.slice(0, -1)},"sum":"${sum}"}\n`, sum };
}

/** A parsed ledger, and where it is damaged, if anywhere. */
export interface ParsedLedger {
  entries: Entry[];
  /** The last valid line's checksum. */
  sum: string;
  /** Length of all valid lines, in bytes. */
  length: number;
  /** What follows them: a line cut off because the process was killed while writing, or the disk was full. */
  torn?: string;
  /** A line that was altered or removed, with more lines after it. */
  broken?: { line: number; why: string };
}

const sealed = /^(.*),"sum":"([0-9a-f]{64})"\}$/;

function decodeLine(line: string, before: string, seq: number): { entry: Entry; sum: string } | string {
  const [, start, sum = ''] = sealed.exec(line) ?? [];
  if (start === undefined) return 'it has no checksum';
  const body = `${start}}`;
  if (sumOf(before, body) !== sum) return 'its checksum does not match it and the lines before';
  const entry: Entry = JSON.parse(body);
  return entry.seq === seq ? { entry, sum } : `it is number ${entry.seq}`;
}

/**
 * Parses a ledger's text, or the part of it after a line already read. Never throws: an incomplete last line is returned
 * as `torn`, damage in the middle as `broken`.
 * @param after the line before the text
 */
export function parseLedger(text: string, after = { seq: 0, sum: firstSum }): ParsedLedger {
  const entries: Entry[] = [];
  let { sum } = after;
  let length = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const rest = lines.slice(index).join('\n');
    if (rest === '') break;
    const whole = index < lines.length - 1;
    const decoded = whole ? decodeLine(line, sum, after.seq + entries.length + 1) : 'its end is missing';
    if (typeof decoded === 'string') {
      const last = lines.slice(index + 1).every((other) => other === '');
      if (last) return { entries, sum, length, torn: rest };
      return { entries, sum, length, broken: { line: after.seq + index + 1, why: decoded } };
    }
    entries.push(decoded.entry);
    sum = decoded.sum;
    length += Buffer.byteLength(line) + 1;
  }
  return { entries, sum, length };
}
