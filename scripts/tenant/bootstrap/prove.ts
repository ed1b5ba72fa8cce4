import type { LoadedEnvironment } from '../../../environments/schema';
import type { PoolAccess } from '../../aws/pool-access';
import { failure } from '../../cli/errors';
import type { FileTexts } from '../../policy/files';
import { type StoreLocation, textFor } from '../../policy/locations';
import { type StoreText, storesOf } from '../../policy/stores';
import { unexpectedText } from '../../probe/decisions';
import { probeStore } from '../../probe/probe-store';
import { probeSignIn } from '../../probe/sign-in/probe-sign-in';

/** What was observed of a tenant in one region. */
export interface Proof {
  allowed: number;
  denied: number;
}

/**
 * Proves that a tenant works in one region, as `fleet probe` does: a user signs in, the claims are right, the store answers
 * the golden decisions as expected, and forbidden actions are denied. Throws with everything that differs or could not be
 * checked.
 */
export async function proveIn(
  loaded: LoadedEnvironment,
  pools: Pick<PoolAccess, 'access'>,
  place: StoreLocation,
  files: FileTexts,
): Promise<Proof> {
  const text = textFor(storesOf(files, 'working tree'), place) as StoreText;
  const decisions = await probeStore(loaded.environment, pools, place, text);
  const signIn = await probeSignIn(loaded, pools, place, text);
  const problems = [
    ...(decisions.reason ? [decisions.reason] : decisions.unexpected.map(unexpectedText)),
    ...(decisions.reason || decisions.contentEqual
      ? []
      : ['its store has different policies from the working tree']),
    ...(signIn?.problems ?? []).map((problem) => `sign-in: ${problem}`),
  ];
  if (problems.length > 0)
    throw failure(
      `${place.owner} does not work in ${place.region} as it should: ${problems.join('; ')}`,
      `look closer: npx fleet probe --env ${loaded.environment.name} --tenant ${place.owner} --region ${place.region}`,
    );
  const count = (wanted: string) => text.golden.filter(({ decision }) => decision === wanted).length;
  return { allowed: count('ALLOW'), denied: count('DENY') };
}
