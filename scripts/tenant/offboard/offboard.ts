import { randomBytes } from 'node:crypto';
import type { LoadedEnvironment, Tombstone } from '../../../environments/schema';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { blocked, usageError } from '../../cli/errors';
import { timestamp } from '../../cli/workspace';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { neverExported } from '../export/manifest';
import { placesOf } from '../in-every-region';
import { runSteps } from '../run-steps';
import { type SuspendFlags, suspendTenant } from '../suspend';
import { pickTenant, removeTenantFiles } from '../tenant-file';
import { destroyTenant } from './destroy-tenant';
import { exportRegion } from './export-tenant';
import { readTombstone, tombstoneFile, writeTombstone } from './tombstone';

/** Flags of `fleet tenant offboard`. */
export interface OffboardFlags extends SuspendFlags {
  retainDays: number;
  hold?: string;
  releaseHold?: boolean;
}

/** A day (UTC), as written in tombstones. */
export const day = (at: Date): string => at.toISOString().slice(0, 10);

/** Why a tenant may not be destroyed today; undefined if it may. */
export function whyKept({ id, hold, keepUntil }: Tombstone, today: string): string | undefined {
  if (hold) return `${id} is under a legal hold: ${hold}`;
  if (today < keepUntil) return `${id} is kept until ${keepUntil}; today is ${today}`;
  return undefined;
}

/** Phase 1: suspends and exports the tenant, and records in its tombstone until when it is kept. */
async function leave(
  context: Context,
  loaded: LoadedEnvironment,
  id: string,
  flags: OffboardFlags,
): Promise<CommandResult> {
  const { root } = context.workspace;
  const { environment } = loaded;
  return runSteps(context, { command: 'tenant leave', environment, subject: id }, async (run) => {
    const suspended = await suspendTenant(context, run, { loaded, id, flags });
    if (suspended.exitCode) return suspended;
    const exports: (Tombstone['exports'][number] & { users: number })[] = [];
    for (const place of placesOf(loaded, id)) {
      // A tenant that stays after all and leaves later is suspended and exported again.
      const since = suspended.regions.find(({ region }) => region === place.region)?.since;
      exports.push(
        await run.once(`export ${place.region} ${since}`, { account: place.account }, () => {
          const at = new Date();
          const folder = `exports/${id}/${timestamp(at)}-${randomBytes(3).toString('hex')}/${place.region}`;
          return exportRegion(root, loaded, place, { id, at: at.toISOString(), folder });
        }),
      );
    }
    const now = new Date();
    const keepUntil = day(new Date(now.getTime() + flags.retainDays * 86_400_000));
    const { hold } = flags;
    await run.always('tombstone', { keepUntil }, async () => {
      writeTombstone(root, environment.name, {
        id,
        state: 'leaving',
        exportedAt: now.toISOString(),
        keepUntil,
        ...(hold && { hold }),
        exports: exports.map(({ users: _, ...exported }) => exported),
      });
      return {};
    });
    return {
      data: { environment: environment.name, tenant: id, state: 'leaving', keepUntil, exports },
      text: [
        suspended.text,
        ...exports.map(({ region, folder, users }) => `${region}: ${users} users exported to ${folder}`),
        `what no export can contain: ${neverExported.join('; ')}`,
        `nothing is destroyed before ${keepUntil}; then run the same command again`,
        `commit ${tombstoneFile(environment.name, id)} and the tenant's file`,
      ].join('\n'),
    };
  });
}

/** Sets or releases a legal hold, changing only the tombstone. */
function changeHold(
  root: string,
  environment: string,
  tombstone: Tombstone,
  flags: OffboardFlags,
): CommandResult {
  const { hold: _, ...free } = tombstone;
  writeTombstone(root, environment, flags.hold ? { ...free, hold: flags.hold } : free);
  const file = tombstoneFile(environment, tombstone.id);
  return {
    data: { environment, tenant: tombstone.id, hold: flags.hold ?? null },
    text: `${tombstone.id} ${flags.hold ? 'is under a legal hold' : 'is no longer under a legal hold'}; commit ${file}`,
  };
}

/**
 * `fleet tenant offboard`: first suspends and exports the tenant; the same command, run after its date, destroys it.
 * Throws a blocked error before that date, and under a legal hold.
 */
export async function offboardCommand(
  context: Context,
  id: string,
  flags: OffboardFlags,
): Promise<CommandResult> {
  const { root } = context.workspace;
  if (flags.hold !== undefined && (flags.hold.length < 20 || flags.hold.length > 1000))
    throw usageError(
      `--hold "${flags.hold}" is too ${flags.hold.length < 20 ? 'short' : 'long'}`,
      'say in 20 to 1000 characters who asked for it, and why',
    );
  const started = flags.env === undefined ? undefined : readTombstone(root, flags.env, id);
  // If killed in between, the tombstone says it is gone, and check would take the leftover file for a new tenant's.
  if (flags.env !== undefined && started?.state === 'gone') removeTenantFiles(root, flags.env, id);
  const loaded = pickEnvironment(validConfiguration(root), flags.env);
  const { name } = loaded.environment;
  if (!started) {
    if (flags.releaseHold) throw usageError(`${id} is not leaving, so it is under no hold`);
    pickTenant(root, name, id);
    if (!flags.yes) await confirm(name);
    return leave(context, loaded, id, flags);
  }
  if (flags.hold || flags.releaseHold) return changeHold(root, name, started, flags);
  if (started.goneAt)
    return {
      data: { environment: name, tenant: id, state: 'gone' },
      text: `${id} left on ${day(new Date(started.goneAt))}`,
    };
  const kept = whyKept(started, day(new Date()));
  if (kept)
    throw blocked(
      `${kept}; nothing was destroyed`,
      `the date and the hold are in ${tombstoneFile(name, id)}`,
    );
  if (!flags.yes) await confirm(name);
  const request = { command: 'tenant offboard', environment: loaded.environment, subject: id };
  return runSteps(context, request, (run) =>
    destroyTenant(context, run, { loaded, tombstone: started, flags }),
  );
}
