import type { SharedBoard } from './run-schedule';
import { type Board, emptyBoard } from './schedule';

/** The board of a runner that is alone. */
export function memoryBoard(): SharedBoard {
  let board: Board = emptyBoard;
  return {
    async update(change) {
      board = change(board);
      return board;
    },
    // There is nobody else.
    changed: () => new Promise(() => {}),
  };
}
