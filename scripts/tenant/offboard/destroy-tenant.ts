import { deployRole, roleArn, tables } from '../../../environments/names';
import type { LoadedEnvironment, Tombstone } from '../../../environments/schema';
import { suspensionMark } from '../../../functions/catalogue';
import { assumeRole } from '../../aws/credentials';
import type { CommandResult, Context } from '../../cli/context';
import { stacksOf } from '../../selection/stacks';
import { rollOutTenant } from '../roll-out-tenant';
import type { StepsRun } from '../run-steps';
import type { SuspendFlags } from '../suspend';
import { removeTenantFiles } from '../tenant-file';
import { type Exported, eachPart } from './export-tenant';
import { refuseProtected } from './still-protected';
import { writeTombstone } from './tombstone';

/** Whether a part holds mappings: items of the users' table with their keys. */
const isMappings = ({ name }: { name: string }) => name.startsWith('mappings-');

/** Opens the whole export: nothing is destroyed unless the export can be read. */
async function verify(loaded: LoadedEnvironment, exported: Exported): Promise<{ parts: number }> {
  let parts = 0;
  await eachPart(loaded.environment, exported, () => {
    parts++;
  });
  return { parts };
}

/** Removes what no stack manages: the users' mappings, as listed in the export, and the suspension mark. */
async function removeItems({ environment }: LoadedEnvironment, exported: Exported, tenant: string) {
  const { account, region } = exported;
  const config = await assumeRole(roleArn(environment, account, deployRole(environment)), region);
  const { tenantUsers, tenantRegistry } = tables(environment);
  const users: string[] = [];
  await eachPart(environment, exported, (part) => {
    if (!isMappings(part)) return;
    // Someone mapped to another tenant is not this one's to remove.
    for (const item of part.items as { user_id?: { S?: string }; tenant_id?: { S?: string } }[])
      if (item.user_id?.S && item.tenant_id?.S === tenant) users.push(item.user_id.S);
  });
  const sdk = await import('@aws-sdk/client-dynamodb');
  const client = new sdk.DynamoDBClient({ ...config, maxAttempts: 10 });
  try {
    for (const user of users)
      await client.send(new sdk.DeleteItemCommand({ TableName: tenantUsers, Key: { user_id: { S: user } } }));
    const Key = { tenant_id: { S: tenant }, region: { S: suspensionMark(region) } };
    await client.send(new sdk.DeleteItemCommand({ TableName: tenantRegistry, Key }));
    return { mappings: users.length };
  } finally {
    client.destroy();
  }
}

/** Destroys everything of a tenant, through review and guard, except its export and its tombstone. */
export async function destroyTenant(
  context: Context,
  run: StepsRun,
  {
    loaded,
    tombstone,
    flags,
  }: { loaded: LoadedEnvironment; tombstone: Tombstone; flags: Pick<SuspendFlags, 'parallel' | 'yes'> },
): Promise<CommandResult> {
  const { root } = context.workspace;
  const { environment } = loaded;
  const { id } = tombstone;
  if (loaded.tenants.some((tenant) => tenant.id === id)) await refuseProtected(loaded, id);
  const { stacks } = await run.once('plan', {}, async () => ({
    stacks: stacksOf(loaded)
      .filter(({ tenants }) => tenants.includes(id))
      .map((stack) => stack.id),
  }));
  for (const exported of tombstone.exports)
    await run.always(`verify ${exported.region}`, { folder: exported.folder }, () =>
      verify(loaded, exported),
    );
  await run.always('file', { state: 'gone' }, async () => {
    writeTombstone(root, environment.name, { ...tombstone, state: 'gone' });
    removeTenantFiles(root, environment.name, id);
    return {};
  });
  const { parallel, yes } = flags;
  const rollout = await rollOutTenant(
    context,
    { env: environment.name, tenant: id, parallel, yes },
    { stack: stacks, remove: [`tenant:${id}`] },
  );
  if (rollout.exitCode) return rollout;
  let mappings = 0;
  for (const exported of tombstone.exports)
    mappings += (
      await run.once(`remove items ${exported.region}`, {}, () => removeItems(loaded, exported, id))
    ).mappings;
  const goneAt = new Date().toISOString();
  await run.always('tombstone', { goneAt }, async () => {
    writeTombstone(root, environment.name, { ...tombstone, state: 'gone', goneAt });
    return {};
  });
  return {
    data: { environment: environment.name, tenant: id, state: 'gone', mappings, rollout: rollout.data },
    text: [
      rollout.text,
      `${id} has left: only its export remains in AWS, which is kept at least until ${tombstone.keepUntil}`,
      `commit environments/${environment.name}: its file is gone, and its tombstone says so`,
    ].join('\n'),
  };
}
