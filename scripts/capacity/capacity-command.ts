import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '../../environments/schema';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import { messageOf } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { privateFolder } from '../cli/workspace';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { arrivalsOf } from './arrivals';
import { describeCapacity, type Shown } from './describe';
import { type LivePools, livePools } from './live';
import { capacityPage } from './page';
import { forecastOf, type RegionForecast } from './regions';

/** Flags of `fleet capacity`. */
export interface CapacityFlags extends CommonFlags {
  env?: string;
  /** Do not call AWS. */
  offline?: boolean;
  /** Output folder for the page. */
  out?: string;
}

/** Why AWS cannot be called at all; undefined if it can. */
async function unreachable(
  { env }: Context,
  { regions }: Environment,
  offline: boolean,
): Promise<string | undefined> {
  if (offline) return 'AWS was not asked (--offline)';
  try {
    await callerIdentity(regions[0] as string, env);
    return undefined;
  } catch (error) {
    return `AWS was not asked: ${messageOf(error)}`;
  }
}

async function withLive(environment: Environment, room: RegionForecast, ask: boolean): Promise<Shown> {
  const live: Record<string, LivePools | null> = {};
  for (const { account } of room.accounts)
    live[account] = ask ? await livePools(environment, { account, region: room.region }) : null;
  return { ...room, live };
}

/** `fleet capacity`: how full cells and accounts are in each region, and when more are needed. Changes nothing. */
export async function capacityCommand(context: Context, flags: CapacityFlags): Promise<CommandResult> {
  const { root, state } = context.workspace;
  const loaded = pickEnvironment(validConfiguration(root), flags.env);
  const { environment } = loaded;
  const now = new Date();
  const arrivals = arrivalsOf(root, environment.name);
  const offline = await unreachable(context, environment, flags.offline ?? false);
  const regions: Shown[] = [];
  for (const room of forecastOf(loaded, arrivals, now))
    regions.push(await withLive(environment, room, offline === undefined));
  const to = flags.out ? resolve(flags.out) : privateFolder(state, 'capacity');
  mkdirSync(to, { recursive: true });
  const page = join(to, `${environment.name}.html`);
  writeFileSync(page, capacityPage(environment.name, regions, now), { mode: 0o600 });
  const notes = [
    ...(offline ? [`${offline}; quotas come from the environment file`] : []),
    ...(arrivals.why ? [`growth is unknown: ${arrivals.why}`] : []),
  ];
  return {
    data: { environment: environment.name, at: now.toISOString(), regions, notes, page },
    text: [describeCapacity(regions, now), ...notes, page].join('\n'),
  };
}
