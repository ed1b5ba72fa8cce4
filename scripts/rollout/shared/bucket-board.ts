import type { StateStore } from '../../aws/state-store';
import { failure, messageOf } from '../../cli/errors';
import type { SharedBoard } from '../schedule/run-schedule';
import { type Board, emptyBoard } from '../schedule/schedule';

/** A board as it lies in a state bucket. */
interface StoredBoard {
  version: 1;
  board: Board;
  /** Each runner's number of its last change: so it finds out whether one came through whose answer was lost. */
  changes: Readonly<Record<string, number>>;
}

/** Pauses between tries while the bucket gives no answer, in milliseconds: a minute in all. */
const pauses = [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000];

function parseBoard(text: string, where: string): StoredBoard {
  const stored: StoredBoard = JSON.parse(text);
  if (stored.version !== 1)
    throw failure(
      `${where} was written by another version of fleet`,
      'bring this checkout up to date, or use another board: --board <name>',
    );
  return stored;
}

export interface BucketBoard extends Pick<SharedBoard, 'update'> {
  /** The board as this runner saw it last. */
  last(): Board;
  /** The ETag of that; undefined when there was none. */
  seen(): string | undefined;
}

/**
 * A board in a state bucket, which each change replaces only if nobody else has changed it meanwhile.
 * @param runner whose changes these are; nobody else has the same
 * @param pause waits so many milliseconds
 */
export function bucketBoard(
  store: StateStore,
  key: string,
  runner: string,
  pause: (ms: number) => Promise<void>,
): BucketBoard {
  const where = `s3://${store.bucket}/${key}`;
  let count = 0;
  let last: Board = emptyBoard;
  let seen: string | undefined;
  let before: Promise<unknown> = Promise.resolve();

  async function change(to: (board: Board) => Board): Promise<Board> {
    const mine = ++count;
    /** An earlier write of this change may still come through. */
    let uncertain = false;
    for (let tries = 0; ; ) {
      try {
        const found = await store.read(key);
        const now: StoredBoard = found
          ? parseBoard(found.text, where)
          : { version: 1, board: emptyBoard, changes: {} };
        last = now.board;
        seen = found?.etag;
        if (now.changes[runner] === mine) return last;
        const board = to(now.board);
        // Even a change of nothing is written then: after it the earlier one can't come through any more.
        if (!uncertain && JSON.stringify(board) === JSON.stringify(now.board)) return last;
        const stored: StoredBoard = { version: 1, board, changes: { ...now.changes, [runner]: mine } };
        const etag = await store.write(key, JSON.stringify(stored), found?.etag);
        if (!etag) continue;
        last = board;
        seen = etag;
        return last;
      } catch (error) {
        uncertain = true;
        const ms = pauses[tries++];
        if (ms === undefined)
          throw failure(
            `the board ${where} gives no answer, so nobody knows whether it was changed: ${messageOf(error)}`,
            'what ran was finished, and the other runners go on with the rest; run the same command again to join them',
            error,
          );
        await pause(ms);
      }
    }
  }

  return {
    last: () => last,
    seen: () => seen,
    update(to) {
      // One after the other: a runner's changes are told apart by their numbers.
      const result = before.then(() => change(to));
      before = result.catch(() => {});
      return result;
    },
  };
}
