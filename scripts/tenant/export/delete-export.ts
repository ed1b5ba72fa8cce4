import { roleArn, stateBucket } from '../../../environments/names';
import type { Environment, LoadedEnvironment, Tombstone } from '../../../environments/schema';
import { atMost } from '../../aws/at-most';
import { assumeRole } from '../../aws/credentials';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { blocked, usageError } from '../../cli/errors';
import type { Exported } from '../offboard/export-tenant';
import { day, whyKept } from '../offboard/offboard';
import { tombstoneFile, writeTombstone } from '../offboard/tombstone';
import { runSteps } from '../run-steps';

/** Objects deleted concurrently. */
const atOnce = 10;

/** Why a tenant's export may not be deleted today; undefined if it may. */
export function whyExportKept(tombstone: Tombstone, today: string): string | undefined {
  if (!tombstone.goneAt) return `${tombstone.id} has not left yet`;
  return whyKept(tombstone, today);
}

/**
 * Deletes every version of every object of an export. Needs the bootstrap role: the fleet's own roles may delete nothing
 * but locks from the state bucket.
 */
async function deleteObjects(environment: Environment, { account, folder }: Exported): Promise<number> {
  const sdk = await import('@aws-sdk/client-s3');
  const role = roleArn(environment, account, environment.bootstrapRole);
  const config = await assumeRole(role, environment.regions[0] as string);
  const client = new sdk.S3Client({ ...config, followRegionRedirects: true });
  const Bucket = stateBucket(environment, account);
  const limited = atMost(atOnce);
  try {
    for (let deleted = 0; ; ) {
      const list = new sdk.ListObjectVersionsCommand({ Bucket, Prefix: `${folder}/` });
      const { Versions = [], DeleteMarkers = [] } = await client.send(list);
      const found = [...Versions, ...DeleteMarkers];
      if (found.length === 0) return deleted;
      const each = found.map(({ Key, VersionId }) =>
        limited(() => client.send(new sdk.DeleteObjectCommand({ Bucket, Key, VersionId }))),
      );
      deleted += (await Promise.all(each)).length;
    }
  } finally {
    client.destroy();
  }
}

/** `fleet tenant export --delete`: deletes an export completely, after its date and if it is under no legal hold. */
export async function deleteExport(
  context: Context,
  { environment }: LoadedEnvironment,
  tombstone: Tombstone,
  { yes }: { yes?: boolean },
): Promise<CommandResult> {
  const { root } = context.workspace;
  const { name } = environment;
  const { id, exports } = tombstone;
  const file = tombstoneFile(name, id);
  const kept = whyExportKept(tombstone, day(new Date()));
  if (kept) throw blocked(`${kept}; its export was not deleted`, `the date and the hold are in ${file}`);
  const other = exports.find(({ folder }) => !folder.startsWith(`exports/${id}/`));
  if (other)
    throw usageError(`${other.folder} is not an export of ${id}`, `put ${file} back as the command wrote it`);
  for (const { folder, account } of exports)
    context.say(`delete ${folder} of account ${account} permanently`);
  if (!yes) await confirm(name);
  return runSteps(context, { command: 'tenant export-delete', environment, subject: id }, async (run) => {
    const regions: { region: string; deleted: number }[] = [];
    for (const exported of exports) {
      const { region, folder } = exported;
      const { deleted } = await run.always(`delete export ${region}`, { folder }, async () => ({
        deleted: await deleteObjects(environment, exported),
      }));
      regions.push({ region, deleted });
    }
    const exportDeletedAt = new Date().toISOString();
    await run.always('tombstone', { exportDeletedAt }, async () => {
      writeTombstone(root, name, { ...tombstone, exportDeletedAt });
      return {};
    });
    return {
      data: { environment: name, tenant: id, regions },
      text: [
        ...regions.map(({ region, deleted }) => `${region}: ${deleted} objects deleted`),
        `nothing is left of ${id} but its tombstone; commit ${file}`,
      ].join('\n'),
    };
  });
}
