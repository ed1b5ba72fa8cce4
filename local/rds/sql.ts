import { type Message, message } from './wire';

/** A text as an SQL literal, whatever it holds. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Startup parameters that are no settings of a session, or none that a client may choose. */
const NO_SETTINGS = ['user', 'database', 'options', 'replication', 'session_authorization', 'role'];

/** A setting's name and value. */
export type Setting = [name: string, value: string];

/** Takes the value as it is kept, where SET would take `a, b` for one name. */
const set = ([name, value]: Setting) =>
  `SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`;

/** The settings that a client's startup message asks for. */
export const startSettings = (parameters: Record<string, string>): Setting[] =>
  Object.entries(parameters).filter(
    ([name]) => !NO_SETTINGS.includes(name.toLowerCase()) && !name.startsWith('_pq_'),
  );

/**
 * Gives the one session to a client: none of another's settings remain, and its role is in force. `given` are
 * settings that an administrator has given to the role, `asked` those that the client asks for.
 */
export const takeOver = (user: string, given: Setting[], asked: Setting[]): string =>
  [
    BACK_TO_SUPERUSER,
    ...given.map(set),
    `SET SESSION AUTHORIZATION ${literal(user)}`,
    ...asked.map(set),
  ].join('; ');

/** What every take-over begins with. */
export const BACK_TO_SUPERUSER = "RESET ALL; SET SESSION AUTHORIZATION 'postgres'";

/** What PostgreSQL looks at when somebody signs in: one row of role, its right to, the database, its right to. */
export const admission = (user: string, database: string): string =>
  `SELECT r.rolname, r.rolcanlogin, d.datname, has_database_privilege(r.oid, d.oid, 'CONNECT')
     FROM (VALUES (${literal(user)}, ${literal(database)})) AS asked (role, name)
     LEFT JOIN pg_roles r ON r.rolname = asked.role
     LEFT JOIN pg_database d ON d.datname = asked.name`;

/** What `ALTER ROLE … SET` and `ALTER DATABASE … SET` have said, the most special last: one row, a list in JSON. */
export const givenSettings = (user: string, database: string): string =>
  `SELECT coalesce(json_agg(one ORDER BY s.setrole <> 0, s.setdatabase <> 0), '[]')
     FROM pg_db_role_setting s, unnest(s.setconfig) one
    WHERE (s.setrole = 0 OR s.setrole = (SELECT oid FROM pg_roles WHERE rolname = ${literal(user)}))
      AND (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = ${literal(database)}))`;

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
