import { isDeepStrictEqual } from 'node:util';
import type { Claims } from '../aws/tokens';
import { failure } from '../cli/errors';
import { type PoolLocation, poolsOf } from '../selection/pools';
import type { Called } from './api';
import type { Stage } from './stage';

/** What a flow has shown. */
export interface FlowOutcome {
  /** In one line. */
  line: string;
  /** Who got nothing, and why, a line each. */
  refused: string[];
  /** Calls through the edge's API with the token, and how they went. */
  calls: Called[];
  /** Claims of the tokens, verified. */
  tokens: { access: Claims; id?: Claims };
  /** More for `--json`. */
  facts: Record<string, unknown>;
}

/** The pool of a flow in the home region, and its id. Throws when the environment or the AWS has none. */
export async function poolOf(
  { loaded, region, pools }: Stage,
  flow: PoolLocation['flow'],
): Promise<PoolLocation & { id: string }> {
  const place = poolsOf(loaded).find((one) => one.flow === flow && one.region === region);
  if (!place)
    throw failure(
      `environment ${loaded.environment.name} has no flow "${flow}" in ${region}`,
      'the demo shows all four',
    );
  const id = await pools.poolId(place);
  if (!id) throw failure(`there is no user pool ${place.pool} in ${place.account}, ${region}`);
  return { ...place, id };
}

/** Throws when a claim is not what it must be; `undefined` says that it must not be there at all. */
export function expectClaims(what: string, claims: Claims, expected: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(expected))
    if (!isDeepStrictEqual(claims[name], value))
      throw failure(
        `the ${what} says ${name} ${JSON.stringify(claims[name])}, but must say ${JSON.stringify(value)}`,
      );
}
