import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Database } from '../../environments/schema';
import { failure } from '../cli/errors';

/** Folder of the customer database's migrations, relative to the project root. */
const migrations = join('functions', 'customer-hook', 'migrations');

/**
 * Migrates the customer database and adds one customer, as the application does at sign-up. In AWS this is done from
 * inside the VPC; here the local RDS provides an administrator connection.
 */
export async function addCustomer(
  { endpoint, root }: { endpoint: string; root: string },
  { host, database }: Database,
  { customerId, roles }: { customerId: string; roles: readonly string[] },
): Promise<void> {
  const answer = await fetch(`${endpoint}/_local/rds/${host}`);
  if (!answer.ok) throw failure(`the local AWS has no database at ${host}: HTTP ${answer.status}`);
  const { Client } = await import('pg');
  const client = new Client({ ...((await answer.json()) as ClientConfig), database });
  await client.connect();
  try {
    for (const file of readdirSync(join(root, migrations)).sort())
      await client.query(readFileSync(join(root, migrations, file), 'utf8'));
    await client.query('insert into identity.customers (customer_id) values ($1)', [customerId]);
    for (const role of roles)
      await client.query('insert into identity.customer_roles (customer_id, role) values ($1, $2)', [
        customerId,
        role,
      ]);
  } finally {
    await client.end();
  }
}
