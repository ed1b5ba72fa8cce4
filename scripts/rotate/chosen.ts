import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { requestOf } from './begin';

/** Which secrets a command line means. */
export interface Choice<H> {
  /** Words of the command, such as `rotate client-secret`. */
  command: string;
  /** Id of a run to go on with. */
  resume: string | undefined;
  /** Flags that narrow it down, by name; those that were not given are undefined. */
  narrowing: Readonly<Record<string, unknown>>;
  all: readonly H[];
  /** What fits the flags. Throws a usage error. */
  select(): H[];
  nameOf(holder: H): string;
}

/**
 * What a command is about: what its flags select or, where it goes on with a run, what that run was about, and in whose
 * account that run keeps its ledger. Throws a usage error where it is told both.
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
      `--resume goes on with what run ${resume} was about: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const { secrets, home } = await requestOf(context, environment, command, resume);
  return { holders: all.filter((holder) => secrets.includes(nameOf(holder))), home };
}
