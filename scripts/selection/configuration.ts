import { formatProblems } from '../../environments/problems';
import type { LoadedEnvironment } from '../../environments/schema';
import { InvalidConfiguration, validate } from '../../validate';
import { usageError } from '../cli/errors';

/** Every environment, validated. Throws one usage error with every problem of every file. */
export function validConfiguration(root: string): LoadedEnvironment[] {
  try {
    return validate(root);
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    const { problems } = error;
    throw usageError(formatProblems(problems), undefined, { problems });
  }
}
