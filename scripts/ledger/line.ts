import { createHash } from 'node:crypto';

/** What a line of a ledger says happened. */
export type EntryType =
  /** The first line: which command, on what, by whom. */
  | 'run'
  /** Another runner goes on with the run. */
  | 'resume'
  /** A step is about to act. Its data is the intent. */
  | 'begin'
  /** A fact of a step that is under way. */
  | 'note'
  /** How a step ended. */
  | 'end'
  /** The last line: how the run ended. */
  | 'close';

/** One line of a ledger. */
export interface Entry {
  /** From 1 on, without a gap. */
  seq: number;
  /** ISO 8601. */
  at: string;
  type: EntryType;
  /** In lines about a step. */
  step?: string;
  /** JSON; which shape depends on type and command. Never a secret. */
  data: Readonly<Record<string, unknown>>;
}

/** What the first line's checksum starts from. */
export const firstSum = '0'.repeat(64);

const sumOf = (before: string, body: string) =>
  createHash('sha256').update(`${before}\n${body}`).digest('hex');

/** A line of a ledger with its line break; its checksum covers all lines before it, too. */
export function encodeLine(entry: Entry, before: string): { line: string; sum: string } {
  const body = JSON.stringify(entry);
  const sum = sumOf(before, body);
  return { line: `${body.slice(0, -1)},"sum":"${sum}"}\n`, sum };
}

/** What a ledger's text says, and where it stops to be one. */
export interface ParsedLedger {
  entries: Entry[];
  /** The last good line's checksum. */
  sum: string;
  /** Length of all good lines, in bytes. */
  length: number;
  /** What follows them: the last line of a process that was killed while it wrote, or of a full disk. */
  torn?: string;
  /** A line that somebody changed, or that is gone, with more lines behind it. */
  broken?: { line: number; why: string };
}

const sealed = /^(.*),"sum":"([0-9a-f]{64})"\}$/;

function decodeLine(line: string, before: string, seq: number): { entry: Entry; sum: string } | string {
  const [, start, sum = ''] = sealed.exec(line) ?? [];
  if (start === undefined) return 'it has no checksum';
  const body = `${start}}`;
  if (sumOf(before, body) !== sum) return 'its checksum does not fit it and the lines before';
  const entry: Entry = JSON.parse(body);
  return entry.seq === seq ? { entry, sum } : `it is number ${entry.seq}`;
}

/**
 * Reads a ledger's text, or a part of it that follows a line already read. Never throws: what is no whole line comes
 * back as `torn`, what is wrong in the middle as `broken`.
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
    const decoded = whole ? decodeLine(line, sum, after.seq + entries.length + 1) : 'it has no end';
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
