import type { StateStore } from '../../aws/state-store';
import { failure, messageOf } from '../../cli/errors';
import type { SharedBoard } from '../schedule/run-schedule';
import { type Board, emptyBoard } from '../schedule/schedule';

/** A board as stored in a state bucket. */
interface StoredBoard {
  version: 1;
  board: Board;
  /** Number of each runner's last change, which shows whether a change succeeded whose answer was lost. */
  changes: Readonly<Record<string, number>>;
}

/** Pauses between tries while the bucket does not answer, in milliseconds: a minute in total. */
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
  /** The board as this runner last saw it. */
  last(): Board;
  /** Its ETag; undefined if there was no board. */
  seen(): string | undefined;
}

/**
 * A board in a state bucket, which a change replaces only if no other runner has changed it meanwhile.
 * @param runner the unique id of the runner that makes the changes
 * @param pause waits this many milliseconds
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
    /** An earlier write of this change may still arrive. */
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
        // Then even an empty change is written: after it the earlier write can no longer succeed.
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
            `the board ${where} does not answer, so it is unknown whether it was changed: ${messageOf(error)}`,
            'running work was finished, and the other runners continue with the rest; run the same command again to join them',
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
      // One after the other: a runner's changes are identified by consecutive numbers.
      const result = before.then(() => change(to));
      before = result.catch(() => {});
      return result;
    },
  };
}
