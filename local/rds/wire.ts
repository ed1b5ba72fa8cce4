import type { Socket } from 'node:net';
import { Gone } from './errors';

/**
 * PostgreSQL's frontend/backend protocol 3.0, as far as a server that forwards queries needs it:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** A client's message: one letter, and the body after the length. */
export interface Message {
  type: string;
  body: Buffer;
}

/** How a connection can begin. */
export type Start =
  | { kind: 'ssl' | 'gss' | 'cancel' }
  | { kind: 'startup'; parameters: Record<string, string> };

/** PostgreSQL's own limit for messages before authentication. */
const MAX_START = 10_000;
/** Larger than any query of a hook or a migration. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/** Waits until there is something to read, or the connection has ended. */
const waitForReadable = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const events = ['readable', 'end', 'close', 'error'];
    const done = () => {
      for (const event of events) socket.off(event, done);
      resolve();
    };
    for (const event of events) socket.on(event, done);
  });

/** Reads exactly that many bytes. Throws Gone if the connection ends first. */
async function take(socket: Socket, bytes: number): Promise<Buffer> {
  if (bytes === 0) return Buffer.alloc(0);
  while (true) {
    const chunk: Buffer | null = socket.read(bytes);
    if (chunk?.length === bytes) return chunk;
    if (chunk || socket.readableEnded || socket.destroyed) throw new Gone('the connection has ended');
    await waitForReadable(socket);
  }
}

/** A message's length includes itself. Throws Gone for a length that no client of ours sends. */
function bodyLength(bytes: Buffer, most: number): number {
  const length = bytes.readUInt32BE(0);
  if (length < 4 || length > most) throw new Gone(`no PostgreSQL client: a message of ${length} bytes`);
  return length - 4;
}

const codes: Record<number, 'ssl' | 'gss' | 'cancel'> = {
  80877103: 'ssl',
  80877104: 'gss',
  80877102: 'cancel',
};

/** The first message of a connection, which has no type letter. */
export async function readStart(socket: Socket): Promise<Start> {
  const body = await take(socket, bodyLength(await take(socket, 4), MAX_START));
  const code = body.length >= 4 ? body.readUInt32BE(0) : 0;
  const kind = codes[code];
  if (kind) return { kind };
  if (code >> 16 !== 3) throw new Gone('no PostgreSQL client: another protocol');
  const words = body.toString('utf8', 4).split('\0');
  const parameters: Record<string, string> = {};
  for (let at = 0; words[at]; at += 2) parameters[words[at] as string] = words[at + 1] ?? '';
  return { kind: 'startup', parameters };
}

export async function readMessage(socket: Socket): Promise<Message> {
  const head = await take(socket, 5);
  const body = await take(socket, bodyLength(head.subarray(1), MAX_MESSAGE));
  return { type: String.fromCharCode(head[0] as number), body };
}

/** A message in either direction. */
export function message(type: string, ...parts: (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`);
      if (typeof part !== 'number') return part;
      const number = Buffer.alloc(4);
      number.writeInt32BE(part);
      return number;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const query = (sql: string): Buffer => message('Q', sql);

/** The messages of a response, in order. */
export function* messagesOf(answer: Buffer): Generator<Message> {
  for (let at = 0; at + 5 <= answer.length; ) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    yield { type: String.fromCharCode(answer[at] as number), body: answer.subarray(at + 5, end) };
    at = end;
  }
}

/**
 * Transaction status at the end of a response (`I` idle, `T` in one, `E` in a failed one); undefined if it continues.
 */
export function statusOf(answer: Buffer): string | undefined {
  let status: string | undefined;
  for (const { type, body } of messagesOf(answer)) status = type === 'Z' ? body.toString() : undefined;
  return status;
}

/** The error in a response, if there is one. */
export function errorOf(answer: Buffer): { code: string; text: string } | undefined {
  for (const { type, body } of messagesOf(answer)) {
    if (type !== 'E') continue;
    const fields = body.toString().split('\0');
    const field = (letter: string) => fields.find((one) => one.startsWith(letter))?.slice(1) ?? '';
    return { code: field('C'), text: field('M') };
  }
  return undefined;
}
