import { probeRole } from '../../environments/names';
import { callerIdentity } from '../aws/credentials';
import { poolAccess } from '../aws/pool-access';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { filesUnder } from '../policy/files';
import { locationName, storeLocations, textFor } from '../policy/locations';
import type { StoreText } from '../policy/stores';
import { storesOf } from '../policy/stores';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment, type Selection, selectStacks } from '../selection/selection';
import { notStarted, probeStore } from './probe-store';
import { endText, isAsExpected, type Probed, probeReport, regionDifferences } from './report';
import { probeSignIn } from './sign-in/probe-sign-in';

/** Flags of `fleet probe`. */
export interface ProbeFlags extends Selection {
  /** Do not sign in, so that nothing at all is changed. */
  decisionsOnly?: boolean;
}

/**
 * `fleet probe`: asks every selected policy store its golden decisions, and signs a synthetic user in to its pool. Stores
 * are probed one after the other.
 */
export async function probe(context: Context, flags: ProbeFlags): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  const places = selectStacks(storeLocations(loaded), flags, 'policy store');
  const files = storesOf(filesUnder(workspace.root), 'working tree');
  await callerIdentity(environment.regions[0] as string, env);

  const pools = poolAccess(environment, probeRole(environment));
  const ends: Probed[] = [];
  for (const [index, place] of places.entries()) {
    const text = textFor(files, place) as StoreText;
    const stop = interrupt.signal.aborted;
    const decisions = stop ? notStarted : await probeStore(environment, pools, place, text);
    const signIn = stop || flags.decisionsOnly ? undefined : await probeSignIn(loaded, pools, place, text);
    const end: Probed = { ...place, ...decisions, ...(signIn && { signIn }) };
    say(`${index + 1}/${places.length} ${locationName(place)}: ${endText(end)}`);
    ends.push(end);
  }
  const regions = regionDifferences(ends);
  const good = regions.length === 0 && ends.every(isAsExpected);
  const interrupted = ends.some(({ outcome }) => outcome === 'not started');
  return {
    data: {
      environment: environment.name,
      asExpected: good,
      stores: ends.map(({ account, region, stack, kind, owner, ...end }) => ({
        account,
        region,
        stack,
        kind,
        ...(owner && { owner }),
        outcome: end.outcome,
        asked: end.asked,
        unexpected: end.unexpected,
        content: end.content,
        contentEqual: end.contentEqual,
        reason: end.reason,
        signIn: end.signIn ?? null,
      })),
      regionDifferences: regions,
    },
    text: [probeReport(ends), good ? 'everything is as expected' : 'not everything is as expected'].join(
      '\n',
    ),
    exitCode: interrupted ? exitCodes.interrupted : good ? exitCodes.done : exitCodes.failed,
  };
}
