import { usageError } from '../../cli/errors';
import type { RolloutFlags } from '../begin-run';

/** A board's name is part of a key in the state bucket. */
const boardName = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Throws a usage error for flags about a board that make no sense. */
export function checkBoardFlags({ board, mended, resume }: RolloutFlags): void {
  if (board !== undefined && !boardName.test(board))
    throw usageError(
      `"${board}" is no name for a board`,
      'use letters, digits, dots, hyphens and underscores, 63 at most: --board release-42',
    );
  if (mended && board === undefined)
    throw usageError('--mended is about what failed on a board', 'name it: --board <name>');
  if (resume !== undefined && board !== undefined)
    throw usageError(
      'a board is joined again, and not resumed',
      `leave out --resume: what the board ${board} has left is done`,
    );
}
