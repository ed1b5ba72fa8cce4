import { Signer } from '@aws-sdk/rds-signer';
import { Pool } from 'pg';
import { span } from '../shared/tracing';
import { attempts, type DatabaseBudget } from './budget';
import type { DatabaseConfig } from './config';
import { outage, worthRetrying } from './outage';

/** Rows of one query. */
export type Query = (text: string, values: readonly string[]) => Promise<unknown[]>;

/**
 * One connection, opened when it is first needed and kept for the next calls: a Lambda instance serves one
 * sign-in at a time. The proxy's certificate must be one for its host, from a public authority (or from `ca`);
 * the password is an IAM token, made anew for each connection, since it opens connections for 15 minutes only.
 *
 * The query throws Denied (`store-…`) if the database cannot be reached, is slow, or refuses. A failed try
 * costs the connection; the next one is new.
 */
export function openDatabase(
  { host, port, database, user, region }: DatabaseConfig,
  { connect, query }: DatabaseBudget,
  ca?: string,
): Query {
  const signer = new Signer({ hostname: host, port, username: user, region });
  const pool = new Pool({
    host,
    port,
    database,
    user,
    password: () => signer.getAuthToken(),
    ssl: { rejectUnauthorized: true, ca },
    max: 1,
    connectionTimeoutMillis: connect,
    query_timeout: query,
    // No timer of ours closes it, for timers stand still while the function is frozen.
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    application_name: 'identity-hook',
  });
  // The connection broke while nobody used it: the pool has let go of it, and the next query opens a new one.
  pool.on('error', () => undefined);

  const tries = async (text: string, values: readonly string[]): Promise<unknown[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        // Unnamed, for a proxy would tie a prepared statement's connection to this client.
        return (await pool.query(text, [...values])).rows;
      } catch (error) {
        if (attempt === attempts || !worthRetrying(error)) throw outage(error, attempt);
      }
    }
  };
  return (text, values) => span('PostgreSQL', () => tries(text, values), true);
}
