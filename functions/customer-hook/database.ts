import { Signer } from '@aws-sdk/rds-signer';
import { Pool } from 'pg';
import { span } from '../shared/tracing';
import { attempts, type DatabaseBudget } from './budget';
import type { DatabaseConfig } from './config';
import { outage, worthRetrying } from './outage';

/** Rows of one query. */
export type Query = (text: string, values: readonly string[]) => Promise<unknown[]>;

/**
 * One connection, opened on first use and kept for later calls: a Lambda instance serves one
 * sign-in at a time. The proxy's certificate must be for its host, from a public authority (or from `ca`);
 * the password is an IAM token, generated for each connection, since a token opens connections for only 15 minutes.
 *
 * The query throws Denied (`store-…`) if the database cannot be reached, is slow, or refuses. A failed try
 * discards the connection.
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
    // No idle timer: timers stop while the function is frozen.
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    application_name: 'identity-hook',
  });
  // The connection broke while idle: the pool has dropped it, and the next query opens a new one.
  pool.on('error', () => undefined);

  const tries = async (text: string, values: readonly string[]): Promise<unknown[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        // Unnamed, because a prepared statement would make the proxy pin the connection to this client.
        return (await pool.query(text, [...values])).rows;
      } catch (error) {
        if (attempt === attempts || !worthRetrying(error)) throw outage(error, attempt);
      }
    }
  };
  return (text, values) => span('PostgreSQL', () => tries(text, values), true);
}
