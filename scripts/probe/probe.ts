import { operateRole } from '../../environments/names';
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
import { endText, type Probed, probeReport, regionDifferences } from './report';

/** `fleet probe`: asks every selected policy store its golden decisions, one store after the other. */
export async function probe(context: Context, flags: Selection): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  const places = selectStacks(storeLocations(loaded), flags, 'policy store');
  const files = storesOf(filesUnder(workspace.root), 'working tree');
  await callerIdentity(environment.regions[0] as string, env);

  // The operate role: it asks for decisions, as an application does, and the plan role, which jobs of pull requests
  // have, only looks.
  const pools = poolAccess(environment, operateRole(environment));
  const ends: Probed[] = [];
  for (const [index, place] of places.entries()) {
    const end = interrupt.signal.aborted
      ? notStarted
      : await probeStore(environment, pools, place, textFor(files, place) as StoreText);
    say(`${index + 1}/${places.length} ${locationName(place)}: ${endText(end)}`);
    ends.push({ ...place, ...end });
  }
  const regions = regionDifferences(ends);
  const good = regions.length === 0 && ends.every(({ outcome }) => outcome === 'as expected');
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
      })),
      regionDifferences: regions,
    },
    text: [
      probeReport(ends),
      good ? 'all decisions are as written down' : 'not everything is as written down',
    ].join('\n'),
    exitCode: interrupted ? exitCodes.interrupted : good ? exitCodes.done : exitCodes.failed,
  };
}
