import type { StateStore } from '../../aws/state-store';
import { fenceRun } from '../../ledger/fence';
import { pauseUnlessStopped } from '../retry';
import { type SharedBoard, takeOver } from '../schedule/run-schedule';
import type { Board } from '../schedule/schedule';
import { boardPrefix } from './begun';
import { type BucketBoard, bucketBoard } from './bucket-board';
import { lookEvery, signEvery, Watch } from './watch';

/** A rollout that this runner shares with others. */
export interface JoinedBoard {
  name: string;
  /** This runner, as the board knows it. */
  runner: string;
  board: SharedBoard;
  /** The board as this runner saw it last. */
  last(): Board;
  /** Makes sure that a runner whose work was taken over begins nothing more. */
  fence(run: string): Promise<void>;
  /** Gives no more signs of life. What this runner has left running is taken over by others. */
  leave(): void;
}

/** What joining needs of the world. */
export interface JoinOptions {
  store: StateStore;
  name: string;
  /** This runner: the id of its run, whose ledger tells what it does. */
  run: string;
  say(line: string): void;
  /** Waits so many milliseconds, less once the signal aborts. */
  pause?(ms: number, stop: AbortSignal): Promise<void>;
  /** Milliseconds on a clock that nobody sets. */
  now?(): number;
}

/** Runners other than this one that are doing something. */
const othersAtWork = ({ acts }: Board, run: string): string[] => [
  ...new Set(
    Object.values(acts)
      .filter(({ state, runner }) => state === 'running' && runner !== run)
      .map(({ runner }) => runner),
  ),
];

/** Writes a sign of life, again and again. One that fails is made good by the next. */
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

/** Joins a board: from now on others see that this runner is there, and it sees when one of them is gone. */
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

  /** Takes over from those that are gone; says whether there were any, or somebody has changed the board. */
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
      say(`run ${one} has given no sign for too long: its work is taken over`);
      await bucket.update((board) => takeOver(board, one, run));
    }
    return gone.length > 0 || etags.get(boardKey) !== bucket.seen();
  }

  async function lookUntilChanged(): Promise<void> {
    while (!left.signal.aborted) {
      await pause(lookEvery * (0.75 + Math.random() / 2));
      // What cannot be seen now is seen at the next look.
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
