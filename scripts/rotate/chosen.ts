import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { requestOf } from './begin';

/** The secrets that a command line selects. */
export interface Choice<H> {
  /** The command, such as `rotate client-secret`. */
  command: string;
  /** Id of the run to resume. */
  resume: string | undefined;
  /** Flags that narrow the selection, by name; undefined if not given. */
  narrowing: Readonly<Record<string, unknown>>;
  all: readonly H[];
  /** The secrets that match the flags. Throws a usage error. */
  select(): H[];
  nameOf(holder: H): string;
}

/**
 * What a command works on: what its flags select or, when it resumes a run, that run's secrets and the account that
 * keeps its ledger. Throws a usage error when given both.
 */
export async function chosen<H>(
  context: Pick<Context, 'workspace'>,
  environment: Environment,
  { command, resume, narrowing, all, select, nameOf }: Choice<H>,
): Promise<{ holders: H[]; home: string | undefined }> {
  if (resume === undefined) return { holders: select(), home: undefined };
  const extra = Object.keys(narrowing).filter((flag) => narrowing[flag] !== undefined);
  if (extra.length > 0)
    throw usageError(
      `--resume continues run ${resume} as it was started: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const { secrets, home } = await requestOf(context, environment, command, resume);
  return { holders: all.filter((holder) => secrets.includes(nameOf(holder))), home };
}
