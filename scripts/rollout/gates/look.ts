import { deployRole, operateRole } from '../../../environments/names';
import type { LoadedEnvironment, Rollout } from '../../../environments/schema';
import { poolAccess } from '../../aws/pool-access';
import { filesUnder } from '../../policy/files';
import { locationName, storeLocations, textFor } from '../../policy/locations';
import { type StoreText, storesOf } from '../../policy/stores';
import { type ProbeEnd, probeStore } from '../../probe/probe-store';
import type { StackInfo } from '../../selection/stacks';
import { alarmAnswers } from './alarms';
import type { Answer } from './gate';
import type { Check, Found } from './verdict';

export type Gates = NonNullable<Rollout['gates']>;

/** What is looked at, of a wave's stacks. */
export interface LookRequest {
  root: string;
  loaded: LoadedEnvironment;
  gates: Gates;
  stacks: readonly StackInfo[];
}

/** The alarms in each account and region of these stacks, as the deploy role. Never throws because of what it finds. */
export async function lookAtAlarms({ loaded, gates, stacks }: LookRequest): Promise<Found> {
  const { environment } = loaded;
  const found = new Map<Check, Answer>();
  if (gates.alarms.length === 0) return found;
  const pools = poolAccess(environment, deployRole(environment));
  for (const target of new Set(stacks.map(({ account, region }) => `${account} ${region}`))) {
    const [account = '', region = ''] = target.split(' ');
    const unknown = new Map(gates.alarms.map((name) => [name, 'unknown' as Answer]));
    const answers = await pools
      .access({ account, region })
      .then((config) => alarmAnswers(config, gates.alarms))
      .catch(() => unknown);
    for (const [name, answer] of answers) found.set(`alarm ${name} in ${target}`, answer);
  }
  return found;
}

/** `differs` is a failure: a store decides otherwise than is written down, or holds other policies. */
const answerOf = ({ outcome }: ProbeEnd): Answer =>
  outcome === 'as expected' ? 'pass' : outcome === 'differs' ? 'fail' : 'unknown';

/** The golden decisions of these stacks' policy stores, as the operate role. Never throws because of what it finds. */
export async function lookAtDecisions({ root, loaded, gates, stacks }: LookRequest): Promise<Found> {
  const { environment } = loaded;
  const found = new Map<Check, Answer>();
  if (!gates.decisions) return found;
  const own = new Set(stacks.map(({ id }) => id));
  const pools = poolAccess(environment, operateRole(environment));
  const files = storesOf(filesUnder(root), 'working tree');
  for (const place of storeLocations(loaded).filter(({ id }) => own.has(id)))
    found.set(
      `decisions of ${locationName(place)}`,
      answerOf(await probeStore(environment, pools, place, textFor(files, place) as StoreText)),
    );
  return found;
}
