import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportRole, tables } from '../../../environments/names';
import type { Environment, LoadedEnvironment, Tombstone } from '../../../environments/schema';
import { poolAccess } from '../../aws/pool-access';
import { bucketAs } from '../../aws/state-bucket';
import { stateKey } from '../../aws/state-key';
import { failure } from '../../cli/errors';
import type { PoolLocation } from '../../selection/pools';
import { type Part, readTenant } from '../export/read-tenant';
import { openParts, sealParts } from '../export/seal-parts';
import { registrationOf } from '../registration';
import { policiesOf } from '../request/own-policies';
import { tenantFile } from '../tenant-file';

/** One region's export, as recorded in the tombstone. */
export type Exported = Tombstone['exports'][number];

const keyOf = (environment: Environment, account: string) =>
  stateKey({ environment, account, role: exportRole(environment), purpose: 'fleet-tenant-export' });

/** The tenant's configuration: its file and its own policies. */
const configurationOf = (root: string, { environment, overlays }: LoadedEnvironment, id: string): Part => {
  const path = tenantFile(environment.name, id);
  return {
    name: 'configuration',
    items: [{ path, text: readFileSync(join(root, path), 'utf8') }, ...policiesOf(id, overlays)],
  };
};

/**
 * Exports a tenant from one region into the state bucket of its account, encrypted.
 * @param at ISO 8601
 * @param folder must be new
 */
export async function exportRegion(
  root: string,
  loaded: LoadedEnvironment,
  { account, region }: PoolLocation,
  { id, at, folder }: { id: string; at: string; folder: string },
): Promise<Exported & { users: number }> {
  const { environment } = loaded;
  const config = await poolAccess(environment, exportRole(environment)).access({ account, region });
  const registration = await registrationOf(environment, config, { tenant: id, region });
  if (!registration)
    throw failure(`${id} is not in the registry of ${region}`, 'roll the tenant out first, then export it');
  const { userPoolId, policyStoreId } = registration;
  async function* parts(): AsyncGenerator<Part> {
    yield configurationOf(root, loaded, id);
    yield { name: 'registration', items: [registration] };
    yield* readTenant({ config, userPoolId, policyStoreId, usersTable: tables(environment).tenantUsers });
  }
  const store = await bucketAs(environment, account, exportRole(environment));
  try {
    const key = await (await keyOf(environment, account)).make();
    const of = { environment: environment.name, tenant: id, account, region, userPoolId, exportedAt: at };
    const sealed = await sealParts(store, folder, of, key, parts());
    const users = sealed.parts
      .filter(({ name }) => name.startsWith('users-'))
      .reduce((sum, { items }) => sum + items, 0);
    return { region: region as Exported['region'], account, folder, manifest: sealed.manifest, users };
  } finally {
    store.close();
  }
}

/** Opens an export and passes on each of its parts. Throws at the first that has been altered. */
export async function eachPart(
  environment: Environment,
  { account, folder, manifest }: Exported,
  take: (part: Part) => void,
): Promise<void> {
  const store = await bucketAs(environment, account, exportRole(environment));
  try {
    const { open } = await keyOf(environment, account);
    for await (const part of openParts(store, folder, manifest, open)) take(part);
  } finally {
    store.close();
  }
}
