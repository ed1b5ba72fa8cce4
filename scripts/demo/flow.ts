import { isDeepStrictEqual } from 'node:util';
import type { Claims } from '../aws/tokens';
import { failure } from '../cli/errors';
import { type PoolLocation, poolsOf } from '../selection/pools';
import type { Called } from './api';
import type { Stage } from './stage';

/** What the demo of one flow showed. */
export interface FlowOutcome {
  /** In one line. */
  line: string;
  /** Who got no token, and why, one line each. */
  refused: string[];
  /** Calls to the edge API with the token, and their results. */
  calls: Called[];
  /** Claims of the tokens, verified. */
  tokens: { access: Claims; id?: Claims };
  /** More for `--json`. */
  facts: Record<string, unknown>;
}

/** A flow's pool in the home region, with its id. Throws if it is not configured or does not exist. */
export async function poolOf(
  { loaded, region, pools }: Stage,
  flow: PoolLocation['flow'],
): Promise<PoolLocation & { id: string }> {
  const place = poolsOf(loaded).find((one) => one.flow === flow && one.region === region);
  if (!place)
    throw failure(
      `environment ${loaded.environment.name} has no flow "${flow}" in ${region}`,
      'the demo needs all four flows',
    );
  const id = await pools.poolId(place);
  if (!id) throw failure(`user pool ${place.pool} does not exist in ${place.account}, ${region}`);
  return { ...place, id };
}

/** Throws if a claim differs from the expected value; `undefined` means that the claim must be absent. */
export function expectClaims(what: string, claims: Claims, expected: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(expected))
    if (!isDeepStrictEqual(claims[name], value))
      throw failure(
        `claim ${name} of the ${what} is ${JSON.stringify(claims[name])}, but must be ${JSON.stringify(value)}`,
      );
}
