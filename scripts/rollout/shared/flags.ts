import { usageError } from '../../cli/errors';
import type { RolloutFlags } from '../begin-run';

/** A board's name is part of a key in the state bucket. */
const boardName = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Throws a usage error for inconsistent board flags. */
export function checkBoardFlags({ board, mended, resume }: RolloutFlags): void {
  if (board !== undefined && !boardName.test(board))
    throw usageError(
      `"${board}" is not a valid board name`,
      'use at most 63 letters, digits, dots, hyphens and underscores: --board release-42',
    );
  if (mended && board === undefined)
    throw usageError('--mended retries what failed on a board', 'name the board: --board <name>');
  if (resume !== undefined && board !== undefined)
    throw usageError(
      'a board is joined again, not resumed',
      `leave out --resume: the rest of board ${board} is then done`,
    );
}
