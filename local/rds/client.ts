import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Database } from './database';
import { Fatal } from './errors';
import {
  admission,
  BACK_TO_SUPERUSER,
  changesSession,
  givenSettings,
  identifier,
  ownStatement,
  REFUSAL,
  type Setting,
  startSettings,
  takeOver,
} from './sql';
import { errorOf, type Message, message, messagesOf, query, readMessage, statusOf } from './wire';

/** An authenticated client. */
export interface Client {
  user: string;
  /** Startup parameters, including `database`. */
  parameters: Record<string, string>;
  /** Administrators can switch to any role, and name a database that doesn't exist yet. */
  administrator: boolean;
}

/** The server parameters that PostgreSQL reports to every client. */
const STATUS = {
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
};

/** Serves one PostgreSQL connection after authentication. Throws Fatal, and Gone when the client disconnects. */
export async function serveClient(socket: Socket, database: Database, client: Client): Promise<void> {
  const { version, settings } = await admit(database, client);
  socket.write(message('R', 0));
  for (const [name, value] of Object.entries({ ...STATUS, server_version: version }))
    socket.write(message('S', name, value));
  socket.write(Buffer.concat([message('K', 0, randomBytes(4)), message('Z', Buffer.from('I'))]));
  const owner = { client, begin: takeOver(client.user, settings, startSettings(client.parameters)) };
  await passOn(socket, database, owner);
}

/** Values of the first row of a result. */
function firstRow(answer: Buffer): (string | null)[] {
  for (const { type, body } of messagesOf(answer)) {
    if (type !== 'D') continue;
    const values: (string | null)[] = [];
    for (let at = 2; at < body.length; ) {
      const length = body.readInt32BE(at);
      at += 4;
      values.push(length < 0 ? null : body.toString('utf8', at, at + length));
      at += Math.max(length, 0);
    }
    return values;
  }
  return [];
}

/** Admits the client as PostgreSQL would, with its role's settings. Throws Fatal. */
async function admit(database: Database, client: Client): Promise<{ version: string; settings: Setting[] }> {
  const { user, parameters, administrator } = client;
  const name = parameters.database || user;
  const done = await database.turn();
  try {
    database.owner = undefined;
    await database.send(query(BACK_TO_SUPERUSER));
    const ask = async () => firstRow(await database.send(query(admission(user, name))));
    let [role, mayLogIn, there, mayConnect] = await ask();
    if (!there && administrator) {
      // Only the name differs: every name leads to the single database that PGlite opens.
      await database.send(query(`CREATE DATABASE ${identifier(name)}`));
      [role, mayLogIn, there, mayConnect] = await ask();
    }
    if (!role) throw new Fatal('28000', `role "${user}" does not exist`);
    if (mayLogIn !== 't') throw new Fatal('28000', `role "${user}" is not permitted to log in`);
    if (!there) throw new Fatal('3D000', `database "${name}" does not exist`);
    if (mayConnect !== 't') throw new Fatal('42501', `permission denied for database "${name}"`);
    const [version] = firstRow(await database.send(query('SHOW server_version')));
    const [given] = firstRow(await database.send(query(givenSettings(user, name))));
    return { version: version ?? '', settings: settingsOf(JSON.parse(given ?? '[]')) };
  } finally {
    done();
  }
}

/** Settings in PostgreSQL's format, `name=value`. */
const settingsOf = (texts: string[]): Setting[] =>
  texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);

/** An admitted client, with the SQL that prepares the shared session for it. */
interface Owner {
  client: Client;
  begin: string;
}

/** Passes the client's messages to the server and the results back, until either side ends. */
async function passOn(socket: Socket, database: Database, owner: Owner): Promise<void> {
  const prefix = `${randomBytes(4).toString('hex')}_`;
  let endTurn: (() => void) | undefined;
  try {
    while (true) {
      const batch = await readBatch(socket);
      if (!batch) return;
      endTurn ??= await ownTurn(database, owner);
      const refused = !owner.client.administrator && batch.some(changesSession);
      const messages = refused
        ? query(REFUSAL)
        : Buffer.concat(batch.map((one) => ownStatement(one, prefix)));
      const answer = await database.send(messages);
      socket.write(answer);
      if (statusOf(answer) === 'I') {
        endTurn();
        endTurn = undefined;
      }
    }
  } finally {
    if (endTurn) {
      // As with any server, an open transaction is rolled back.
      await database.send(query('ROLLBACK')).catch(() => {});
      endTurn();
    }
  }
}

/** Messages up to one that requests a response; undefined if the client terminates. */
async function readBatch(socket: Socket): Promise<Message[] | undefined> {
  const batch: Message[] = [];
  while (true) {
    const one = await readMessage(socket);
    if (one.type === 'X') return undefined;
    batch.push(one);
    if (['Q', 'S', 'H', 'F'].includes(one.type)) return batch;
  }
}

/** Takes the turn, and prepares the session for this client. Throws Fatal if its role has been dropped. */
async function ownTurn(database: Database, owner: Owner): Promise<() => void> {
  const done = await database.turn();
  if (database.owner === owner) return done;
  database.owner = undefined;
  const error = errorOf(await database.send(query(owner.begin)));
  if (!error) {
    database.owner = owner;
    return done;
  }
  done();
  throw new Fatal(error.code, error.text);
}
