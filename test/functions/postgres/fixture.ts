import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { secrets } from '../store';
import { RdsProxyStandIn } from './proxy';
import { type PostgresServer, startPostgres } from './server';

const folder = join(__dirname, '../../../functions/customer-hook/migrations');

/** The migrations as the guide says to run them: in the order of their numbers, each whole. */
export const migrations = readdirSync(folder)
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));

/** A server with the migrations applied by a role like RDS's master user, behind a proxy. */
export class CustomerDatabase {
  readonly user = 'identity_hook';

  private constructor(
    readonly server: PostgresServer,
    readonly proxy: RdsProxyStandIn,
  ) {}

  /** PGlite has one database, whose name is given. */
  get name(): string {
    return this.server.kind === 'server' ? 'customers' : 'postgres';
  }

  static async start(): Promise<CustomerDatabase> {
    const server = await startPostgres();
    const proxy = new RdsProxyStandIn(server.port, { secret: secrets.AWS_SECRET_ACCESS_KEY });
    const database = new CustomerDatabase(server, await proxy.start());
    await database.#prepare();
    return database;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.server.stop();
  }

  async #prepare(): Promise<void> {
    // As in RDS: a master user who is not a superuser, and the role whose members sign in with IAM tokens.
    await this.as('postgres', 'postgres', 'create role rds_iam nologin');
    await this.as('postgres', 'postgres', 'create role master login createrole createdb');
    await this.as('postgres', 'postgres', 'grant rds_iam to master with admin option');
    if (this.server.kind === 'server') await this.as('master', 'postgres', `create database ${this.name}`);
    else await this.as('postgres', 'postgres', 'grant create on database postgres to master');
    await this.migrate();
  }

  async migrate(): Promise<void> {
    for (const { sql } of migrations) await this.as('master', this.name, `begin; ${sql}; commit`);
  }

  /** Runs statements without the proxy, as a role. */
  async as(user: string, database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ host: '127.0.0.1', port: this.server.port, user, database });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Inserts a customer, replacing any previous one. */
  async customer(id: string, status: string, roles: readonly string[]): Promise<void> {
    const inserted = roles.map((role) => `insert into identity.customer_roles values ('${id}', '${role}');`);
    await this.as(
      'master',
      this.name,
      `delete from identity.customers where customer_id = '${id}';
       insert into identity.customers (customer_id, status) values ('${id}', '${status}'); ${inserted.join(' ')}`,
    );
  }
}
