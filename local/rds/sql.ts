import { type Message, message } from './wire';

/** Quotes text as an SQL literal. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Startup parameters that are not session settings, or that a client may not set. */
const NO_SETTINGS = ['user', 'database', 'options', 'replication', 'session_authorization', 'role'];

/** A setting's name and value. */
export type Setting = [name: string, value: string];

/** Uses the stored value; SET would read `a, b` as one name. */
const set = ([name, value]: Setting) =>
  `SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`;

/** The settings in a client's startup message. */
export const startSettings = (parameters: Record<string, string>): Setting[] =>
  Object.entries(parameters).filter(
    ([name]) => !NO_SETTINGS.includes(name.toLowerCase()) && !name.startsWith('_pq_'),
  );

/**
 * Prepares the session for a client: resets other clients' settings, and switches to its role. `given` are settings
 * that an administrator has configured for the role, `asked` those that the client requests.
 */
export const takeOver = (user: string, given: Setting[], asked: Setting[]): string =>
  [
    BACK_TO_SUPERUSER,
    ...given.map(set),
    `SET SESSION AUTHORIZATION ${literal(user)}`,
    ...asked.map(set),
  ].join('; ');

/** How every take-over starts. */
export const BACK_TO_SUPERUSER = "RESET ALL; SET SESSION AUTHORIZATION 'postgres'";

/** What PostgreSQL checks at sign-in, in one row: role, whether it may log in, database, whether it may connect. */
export const admission = (user: string, database: string): string =>
  `SELECT r.rolname, r.rolcanlogin, d.datname, has_database_privilege(r.oid, d.oid, 'CONNECT')
     FROM (VALUES (${literal(user)}, ${literal(database)})) AS asked (role, name)
     LEFT JOIN pg_roles r ON r.rolname = asked.role
     LEFT JOIN pg_database d ON d.datname = asked.name`;

/**
 * The settings from `ALTER ROLE … SET` and `ALTER DATABASE … SET`, the most specific last: one row with a JSON list.
 */
export const givenSettings = (user: string, database: string): string =>
  `SELECT coalesce(json_agg(one ORDER BY s.setrole <> 0, s.setdatabase <> 0), '[]')
     FROM pg_db_role_setting s, unnest(s.setconfig) one
    WHERE (s.setrole = 0 OR s.setrole = (SELECT oid FROM pg_roles WHERE rolname = ${literal(user)}))
      AND (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = ${literal(database)}))`;

/**
 * Whether a client's statement would change the session's own role. A real server refuses that; here every session
 * starts as the superuser, who may.
 */
export const changesSession = ({ type, body }: Message): boolean =>
  (type === 'Q' || type === 'P') &&
  /session(\s|_|\/\*.*?\*\/|--[^\n]*\n)*authorization/is.test(body.toString());

/** Fails like PostgreSQL, within the current transaction. */
export const REFUSAL =
  "DO $$ BEGIN RAISE insufficient_privilege USING MESSAGE = 'permission denied to set session authorization'; END $$";

/**
 * The message with a prefix on its prepared statement's name, since all clients share one session. Unnamed statements
 * stay unnamed.
 */
export function ownStatement({ type, body }: Message, prefix: string): Buffer {
  const at = { P: 0, B: body.indexOf(0) + 1, D: 1, C: 1 }[type];
  const isStatement = at !== undefined && (type === 'P' || type === 'B' || body[0] === 'S'.charCodeAt(0));
  if (!isStatement || body[at] === 0) return message(type, body);
  return message(type, body.subarray(0, at), Buffer.from(prefix), body.subarray(at));
}
