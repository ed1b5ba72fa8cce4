import type { SharedBoard } from './run-schedule';
import { type Board, emptyBoard } from './schedule';

/** The board of a single runner. */
export function memoryBoard(): SharedBoard {
  let board: Board = emptyBoard;
  return {
    async update(change) {
      board = change(board);
      return board;
    },
    // There are no other runners.
    changed: () => new Promise(() => {}),
  };
}
