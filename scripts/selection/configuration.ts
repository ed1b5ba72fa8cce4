import type { Intended } from '../../environments/load';
import { formatProblems } from '../../environments/problems';
import type { LoadedEnvironment } from '../../environments/schema';
import { InvalidConfiguration, validate } from '../../validate';
import { usageError } from '../cli/errors';

/** Every environment, validated. Throws one usage error with every problem of every file. */
export function validConfiguration(root: string, intended: Intended = {}): LoadedEnvironment[] {
  try {
    return validate(root, intended);
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    const { problems } = error;
    throw usageError(formatProblems(problems), undefined, { problems });
  }
}
