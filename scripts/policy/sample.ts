import { cross } from './cross';
import { type Asked, changeOf } from './difference';
import { kindOf, minimise } from './minimise';
import type { Random } from './random';
import type { Request } from './request';

/** Results of sampling one environment. */
export interface Sampled {
  /** Number of sampled requests. */
  samples: number;
  newlyAllowed: number;
  newlyDenied: number;
  /** The smallest example of each kind of difference: newly allowed first, refusals by a schema last. */
  examples: Asked[];
}

export interface SampleOptions {
  samples: number;
  /** Maximum number of examples in each direction. */
  examples: number;
  random: Random;
}

/** Maximum number of allowed requests to keep: few enough to return to each of them. */
const most = 64;

const sizeOf = ({ request }: Asked) => JSON.stringify(request).length;

/**
 * Asks both sides about many requests. Half are new; half are one step away from a request that a side allows, since
 * that is where a small change of a policy shows.
 * @param seeds requests to start from, such as those of golden decisions
 * @param makers make requests of the environment, in turn
 */
export function sample(
  seeds: readonly Request[],
  makers: readonly (() => Request)[],
  ask: (request: Request) => Asked,
  { samples, examples, random }: SampleOptions,
): Sampled {
  const allowed = [...seeds];
  const smallest = new Map<string, Asked>();
  const count = { 'newly allowed': 0, 'newly denied': 0 };
  const take = (asked: Asked) => {
    if (asked.before.decision === 'ALLOW' || asked.after.decision === 'ALLOW')
      allowed.length < most
        ? allowed.push(asked.request)
        : allowed.splice(random.pick([...allowed.keys()]) ?? 0, 1, asked.request);
    const change = changeOf(asked);
    if (!change) return;
    count[change] += 1;
    const known = smallest.get(kindOf(asked));
    if (!known || sizeOf(asked) < sizeOf(known)) smallest.set(kindOf(asked), asked);
  };
  for (const seed of seeds) take(ask(seed));
  for (let done = seeds.length; done < samples; done += 1) {
    const fresh = (makers[done % makers.length] as () => Request)();
    const base = random.chance(0.5) ? random.pick(allowed) : undefined;
    take(ask(base ? cross(base, fresh, random) : fresh));
  }
  // Differences in decisions come before refusals by a schema, since they appear nowhere else.
  const rank = ({ before, after }: Asked) => (before.refused || after.refused ? 1 : 0);
  const bySize = (a: Asked, b: Asked) => rank(a) - rank(b) || sizeOf(a) - sizeOf(b);
  const shown = (['newly allowed', 'newly denied'] as const).flatMap((change) =>
    [...smallest.values()]
      .filter((asked) => changeOf(asked) === change)
      .sort(bySize)
      .slice(0, examples)
      .map((asked) => minimise(asked, ask))
      .sort(bySize),
  );
  return {
    samples: Math.max(samples, seeds.length),
    newlyAllowed: count['newly allowed'],
    newlyDenied: count['newly denied'],
    examples: shown,
  };
}
