import { type Message, message } from './wire';

/** A text as an SQL literal, whatever it holds. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Startup parameters that are no settings of a session. */
const NO_SETTINGS = ['user', 'database', 'options', 'replication'];

/** Gives the one session to a client: nothing of another's settings is left, and its role is in force. */
export const takeOver = (user: string, parameters: Record<string, string>): string =>
  [
    'RESET ALL',
    `SET SESSION AUTHORIZATION ${literal(user)}`,
    ...Object.entries(parameters)
      .filter(([name]) => !NO_SETTINGS.includes(name) && !name.startsWith('_pq_'))
      .map(([name, value]) => `SET ${identifier(name)} TO ${literal(value)}`),
  ].join('; ');

/** What PostgreSQL looks at when somebody signs in: one row of role, its right to, the database, its right to. */
export const admission = (user: string, database: string): string =>
  `SELECT r.rolname, r.rolcanlogin, d.datname, has_database_privilege(r.oid, d.oid, 'CONNECT')
     FROM (VALUES (${literal(user)}, ${literal(database)})) AS asked (role, name)
     LEFT JOIN pg_roles r ON r.rolname = asked.role
     LEFT JOIN pg_database d ON d.datname = asked.name`;

/**
 * Whether a client's statement would change the session's own role. A real server refuses that by itself; here
 * every session began as the superuser, who may.
 */
export const changesSession = ({ type, body }: Message): boolean =>
  (type === 'Q' || type === 'P') &&
  /session(\s|_|\/\*.*?\*\/|--[^\n]*\n)*authorization/is.test(body.toString());

/** Fails as PostgreSQL does, inside the transaction of the moment. */
export const REFUSAL =
  "DO $$ BEGIN RAISE insufficient_privilege USING MESSAGE = 'permission denied to set session authorization'; END $$";

/**
 * The message with its prepared statement's name made the client's own: in the one session, names of all
 * clients meet. The nameless statement stays so.
 */
export function ownStatement({ type, body }: Message, prefix: string): Buffer {
  const at = { P: 0, B: body.indexOf(0) + 1, D: 1, C: 1 }[type];
  const isStatement = at !== undefined && (type === 'P' || type === 'B' || body[0] === 'S'.charCodeAt(0));
  if (!isStatement || body[at] === 0) return message(type, body);
  return message(type, body.subarray(0, at), Buffer.from(prefix), body.subarray(at));
}
