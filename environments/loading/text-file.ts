/**
 * The only way in which hand-written files are read: environments, tenants, services, policies, golden decisions,
 * editors' schemas. Whatever the path leads to, reading never blocks: it gives the text or what is wrong.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { TextFile } from '../schema';
import type { Finding } from './finding';

/** What is wrong with a file as a whole. */
type Mistake = Omit<Finding, 'file' | 'path'>;

/**
 * Most bytes in one file. The largest tenant file that the schema allows is about 250 kB (200 URLs of 1,024 characters);
 * Verified Permissions accepts 10 kB per policy and 100 kB per schema; this project's longest golden decisions are 15 kB.
 */
export const largestFile = 1_000_000;

const byteOrderMark = /^\u{FEFF}/u;

/** What it is, if not a regular file; opening a pipe, for example, waits for its other end. */
function kindOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** Links are not followed, so none leads out of the project. */
export const isLink: Mistake = {
  message: 'is a symbolic link, or is behind one',
  remedy: 'put the file or folder itself here: what is generated must not depend on anything outside',
};

/** Whether there is a link on the path from the root to the file or folder. The root itself may be behind one. */
export const behindLink = (root: string, path: string) =>
  realpathSync(join(root, path)) !== join(realpathSync(root), path);

/** Why the file may not be read; undefined when it may. */
function refused(stats: Stats): Mistake | undefined {
  const kind = kindOf(stats);
  if (stats.isSymbolicLink()) return isLink;
  if (kind)
    return { message: `is ${kind}, not a regular file`, remedy: 'put a regular file here, or remove it' };
  if (stats.size > largestFile)
    return { message: `is too big: ${stats.size} bytes`, remedy: `use at most ${largestFile} bytes` };
  return undefined;
}

/** Reads an open file to its end, but never more than one byte beyond the limit. */
function readAll(descriptor: number, size: number): Buffer {
  // One byte more than the stated size, to detect that the file has grown since.
  const buffer = Buffer.alloc(Math.min(size, largestFile) + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  return buffer.subarray(0, length);
}

function read(root: string, file: string): Buffer | Mistake {
  const path = join(root, file);
  // Checked before it is opened, since opening a device may have effects; and again afterwards, since it may have
  // been replaced in between.
  const before = refused(lstatSync(path));
  if (before) return before;
  if (behindLink(root, file)) return isLink;
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    const bytes = refused(stats) ?? readAll(descriptor, stats.size);
    if (Buffer.isBuffer(bytes) && bytes.length > stats.size)
      return { message: 'was written to while it was being read', remedy: 'run the command again' };
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** A file's text, and what is wrong with it. */
export interface Text {
  /** Undefined if the file cannot be read. */
  text: string | undefined;
  findings: Finding[];
}

/**
 * The bytes as text: UTF-8 without a byte-order mark, with line feeds only, whatever git or an editor did to them.
 * Everything generated or hashed must be the same in every clone.
 */
export function decodeText(file: string, bytes: Uint8Array): Text {
  const finding = (mistake: Mistake): Finding => ({ file, path: [], ...mistake });
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return {
      text: undefined,
      findings: [finding({ message: 'is not encoded in UTF-8', remedy: 'save it as UTF-8' })],
    };
  }
  const text = decoded.replace(byteOrderMark, '').replaceAll(/\r\n?/g, '\n');
  if (!byteOrderMark.test(decoded)) return { text, findings: [] };
  const message = 'starts with a byte-order mark';
  const remedy = 'save it as "UTF-8", not as "UTF-8 with BOM"';
  return { text, findings: [finding({ message, remedy, line: 1, column: 1 })] };
}

/** Reads a file under `root`. Never throws, and never blocks. */
export function readText(root: string, file: string): Text {
  const refuse = (mistake: Mistake): Text => ({
    text: undefined,
    findings: [{ file, path: [], ...mistake }],
  });
  try {
    const bytes = read(root, file);
    return Buffer.isBuffer(bytes) ? decodeText(file, bytes) : refuse(bytes);
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    return refuse({ message, remedy: 'make it a readable file, or remove it' });
  }
}

/** Reads files that are not parsed here; one that cannot be read is a finding, and empty. */
export function readTexts(
  root: string,
  paths: readonly string[],
): { files: TextFile[]; findings: Finding[] } {
  const read = paths.map((path) => ({ path, ...readText(root, path) }));
  return {
    files: read.map(({ path, text = '' }) => ({ path, text })),
    findings: read.flatMap(({ findings }) => findings),
  };
}
