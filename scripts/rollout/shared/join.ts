import type { StateStore } from '../../aws/state-store';
import { fenceRun } from '../../ledger/fence';
import { pauseUnlessStopped } from '../retry';
import { type SharedBoard, takeOver } from '../schedule/run-schedule';
import type { Board } from '../schedule/schedule';
import { boardPrefix } from './begun';
import { type BucketBoard, bucketBoard } from './bucket-board';
import { lookEvery, signEvery, Watch } from './watch';

/** A board that this runner has joined. */
export interface JoinedBoard {
  name: string;
  /** This runner's id on the board. */
  runner: string;
  board: SharedBoard;
  /** The board as this runner last saw it. */
  last(): Board;
  /** Ensures that a runner whose work was taken over begins nothing more. */
  fence(run: string): Promise<void>;
  /** Stops the heartbeat. Others take over what this runner has left running. */
  leave(): void;
}

/** What joining needs from its surroundings. */
export interface JoinOptions {
  store: StateStore;
  name: string;
  /** This runner: the id of its run, whose ledger records what it does. */
  run: string;
  say(line: string): void;
  /** Waits this many milliseconds, or until the signal aborts. */
  pause?(ms: number, stop: AbortSignal): Promise<void>;
  /** Milliseconds on a monotonic clock. */
  now?(): number;
}

/** Other runners with acts in progress. */
const othersAtWork = ({ acts }: Board, run: string): string[] => [
  ...new Set(
    Object.values(acts)
      .filter(({ state, runner }) => state === 'running' && runner !== run)
      .map(({ runner }) => runner),
  ),
];

/** Writes heartbeats periodically. The next one makes up for a failed one. */
async function giveSigns(
  store: StateStore,
  key: string,
  pause: (ms: number) => Promise<void>,
  stop: AbortSignal,
) {
  let seen: string | undefined;
  for (let count = 1; !stop.aborted; count++) {
    try {
      seen = (await store.write(key, JSON.stringify({ count }), seen)) ?? (await store.etagOf(key));
    } catch {}
    await pause(signEvery);
  }
}

/** Joins a board: from now on others see this runner's heartbeat, and it notices when one of them dies. */
export function joinBoard({
  store,
  name,
  run,
  say,
  pause: wait = (ms, stop) => pauseUnlessStopped(stop)(ms),
  now = () => performance.now(),
}: JoinOptions): JoinedBoard {
  const left = new AbortController();
  const pause = (ms: number) => wait(ms, left.signal);
  const prefix = boardPrefix(name);
  const signPrefix = `${prefix}runner/`;
  const boardKey = `${prefix}board.json`;
  const bucket: BucketBoard = bucketBoard(store, boardKey, run, pause);
  const watch = new Watch();
  let lookedAt = now();

  /** Takes over from dead runners; returns whether there were any, or the board has changed. */
  async function look(): Promise<boolean> {
    const etags = new Map((await store.list(prefix)).map(({ key, etag }) => [key, etag]));
    const elapsed = now() - lookedAt;
    lookedAt += elapsed;
    const signs = new Map(
      [...etags].flatMap(([key, etag]) =>
        key.startsWith(signPrefix) ? [[key.slice(signPrefix.length), etag] as const] : [],
      ),
    );
    const gone = watch.look(othersAtWork(bucket.last(), run), signs, elapsed);
    for (const one of gone) {
      say(`run ${one} has been silent for too long: its work is taken over`);
      await bucket.update((board) => takeOver(board, one, run));
    }
    return gone.length > 0 || etags.get(boardKey) !== bucket.seen();
  }

  async function lookUntilChanged(): Promise<void> {
    while (!left.signal.aborted) {
      await pause(lookEvery * (0.75 + Math.random() / 2));
      // A failed check is repeated at the next interval.
      if (left.signal.aborted || (await look().catch(() => false))) return;
    }
  }

  void giveSigns(store, `${signPrefix}${run}`, pause, left.signal);
  let looking: Promise<void> | undefined;
  return {
    name,
    runner: run,
    last: bucket.last,
    fence: (one) => fenceRun(store, one, run),
    leave: () => left.abort(),
    board: {
      update: bucket.update,
      changed() {
        looking ??= lookUntilChanged().finally(() => {
          looking = undefined;
        });
        return looking;
      },
    },
  };
}
