import { thisRunner } from '../../../scripts/cli/runner';
import type { Ledger } from '../../../scripts/ledger/ledger';
import type { RotationRun } from '../../../scripts/rotate/run';
import type { rotationRuns } from './runs';

/** A process of this machine that is gone. */
const gone = { ...thisRunner(), pid: 2 ** 22, identity: thisRunner().identity.replace(/\d+$/, '1') };

/** How often a rotation could be killed: at each ledger line, each bucket write, before and after each AWS write. */
export interface Life {
  left: number;
  dead: boolean;
}

/** One moment less to live. Throws when none is left, and from then on. */
export function live(life: Life): void {
  if (life.left-- <= 0) life.dead = true;
  if (life.dead) throw new Error('killed');
}

/** A run that dies at a given moment: after that it makes no requests and writes nothing. */
export function mortal(
  { newRun, bucket }: Pick<ReturnType<typeof rotationRuns>, 'newRun' | 'bucket'>,
  life: Life,
): RotationRun {
  const run = newRun({ runner: gone });
  const ledger = new Proxy(run.ledger, {
    get(real, name) {
      if (name === 'entries') return real.entries;
      if (name === 'run') return real.run;
      if (name !== 'recordSafely') return undefined;
      return async (entry: Parameters<Ledger['recordSafely']>[0]) => {
        live(life);
        await real.recordSafely(entry);
        live(life);
      };
    },
  });
  const store: typeof bucket = {
    ...bucket,
    async write(...args) {
      live(life);
      const etag = await bucket.write(...args);
      live(life);
      return etag;
    },
  };
  return { ...run, ledger, stores: { of: async () => store, close() {} } };
}
