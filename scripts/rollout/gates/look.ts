import { deployRole, probeRole } from '../../../environments/names';
import type { LoadedEnvironment, Rollout } from '../../../environments/schema';
import { atMost } from '../../aws/at-most';
import { poolAccess } from '../../aws/pool-access';
import { filesUnder } from '../../policy/files';
import { locationName, type StoreLocation, storeLocations, textFor } from '../../policy/locations';
import { type StoreText, storesOf } from '../../policy/stores';
import { probeStore } from '../../probe/probe-store';
import { expectedOf } from '../../probe/sign-in/expected';
import { probeSignIn } from '../../probe/sign-in/probe-sign-in';
import type { StackInfo } from '../../selection/stacks';
import { alarmAnswers } from './alarms';
import type { Answer } from './gate';
import { spread } from './spread';
import type { Check, Found } from './verdict';

export type Gates = NonNullable<Rollout['gates']>;

/** The stacks of a wave to check, and how. */
export interface LookRequest {
  root: string;
  loaded: LoadedEnvironment;
  gates: Gates;
  stacks: readonly StackInfo[];
}

/** Concurrent sign-ins: far below Cognito's quota per account and region. */
const signInsAtOnce = 5;

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

/** `differs` is a failure: the answer is not the expected one. Everything else is inconclusive. */
const answerOf = ({ outcome }: { outcome: string }): Answer =>
  outcome === 'as expected' ? 'pass' : outcome === 'differs' ? 'fail' : 'unknown';

const placesOf = ({ loaded, stacks }: LookRequest): StoreLocation[] => {
  const own = new Set(stacks.map(({ id }) => id));
  return storeLocations(loaded).filter(({ id }) => own.has(id));
};

/** The golden decisions of these stacks' policy stores, as the probe role. Never throws because of what it finds. */
export async function lookAtDecisions(request: LookRequest): Promise<Found> {
  const { root, loaded, gates } = request;
  const { environment } = loaded;
  const found = new Map<Check, Answer>();
  if (!gates.decisions) return found;
  const pools = poolAccess(environment, probeRole(environment));
  const files = storesOf(filesUnder(root), 'working tree');
  for (const place of placesOf(request))
    found.set(
      `decisions of ${locationName(place)}`,
      answerOf(await probeStore(environment, pools, place, textFor(files, place) as StoreText)),
    );
  return found;
}

/**
 * Signs in to pools of these stacks, as the probe role; if a stack has many, to a sample. Reports why a sign-in is not
 * as expected. Never throws because of what it finds.
 */
export async function lookAtSignIns(request: LookRequest, say: (line: string) => void): Promise<Found> {
  const { root, loaded, gates } = request;
  if (gates.signIns === 0) return new Map();
  const pools = poolAccess(loaded.environment, probeRole(loaded.environment));
  const files = storesOf(filesUnder(root), 'working tree');
  const places = placesOf(request).filter((place) => expectedOf(place, loaded));
  const stacks = [...new Set(places.map(({ id }) => id))];
  const placesOfStack = (stack: string) => places.filter(({ id }) => id === stack);
  const limited = atMost(signInsAtOnce);
  const looked = stacks
    .flatMap((id) => spread(placesOfStack(id), gates.signIns))
    .map((place) =>
      limited(async (): Promise<[Check, Answer]> => {
        const check = `sign-in to ${locationName(place)}`;
        const end = await probeSignIn(loaded, pools, place, textFor(files, place) as StoreText);
        for (const problem of end?.problems ?? []) say(`${check}: ${problem}`);
        return [check, end ? answerOf(end) : 'unknown'];
      }),
    );
  return new Map(await Promise.all(looked));
}
