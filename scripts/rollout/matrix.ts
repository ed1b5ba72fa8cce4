/** Waves as CI jobs: one per account in a wave, since a job has one account's role. */
import { deployRole, planRole, roleArn } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { CommandResult, Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { select } from '../selection/select';
import type { Selection } from '../selection/selection';
import type { StackInfo } from '../selection/stacks';
import { rolloutWaves } from './waves';

/** A job that rolls out a wave's stacks in one account. */
export interface MatrixJob {
  /** `wave 3, canary, eu-central-1, cells-a` */
  name: string;
  wave: number;
  account: string;
  /** First region of its stacks, for the job's credentials. */
  region: string;
  /** ARN of the deploy role. */
  role: string;
  /** Names for `--stack`, separated by commas. */
  stacks: string;
}

/** A job that only reads one account. */
export interface AccountJob {
  account: string;
  region: string;
  /** ARN of the plan role. */
  role: string;
}

/** GitHub's maximum number of jobs from a matrix per workflow run. */
const mostJobs = 256;

/** Jobs in order, each waiting for those before it. Without foundations, which no job may change. */
export function jobMatrix(
  { environment }: Pick<LoadedEnvironment, 'environment'>,
  stacks: readonly StackInfo[],
): { jobs: MatrixJob[]; accounts: AccountJob[] } {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const jobs = rolloutWaves(stacks, environment.rollout, 1).flatMap(
    ({ wave, rings, regions, accounts, stacks: ids }) =>
      accounts.flatMap((account): MatrixJob[] => {
        const own = ids
          .map((id) => byId.get(id) as StackInfo)
          .filter((stack) => stack.account === account && stack.kind !== 'foundation');
        const [first] = own;
        return first
          ? [
              {
                name: `wave ${wave}, ${[...rings, ...regions, account].join(', ')}`,
                wave,
                account,
                region: first.region,
                role: roleArn(environment, account, deployRole(environment)),
                stacks: own.map(({ id }) => id).join(','),
              },
            ]
          : [];
      }),
  );
  const home = environment.regions[0] as string;
  const accounts = [...new Set(stacks.map(({ account }) => account))].map((account) => ({
    account,
    region: home,
    role: roleArn(environment, account, planRole(environment)),
  }));
  return { jobs, accounts };
}

/** `fleet rollout matrix`: prints the jobs, from configuration alone. Throws a usage error if there are too many. */
export function matrixCommand(context: Context, flags: Selection): CommandResult {
  const { environment, loaded, stacks } = select(context, flags);
  const matrix = jobMatrix(loaded, stacks);
  if (matrix.jobs.length > mostJobs)
    throw usageError(
      `${matrix.jobs.length} jobs are more than the ${mostJobs} that a job matrix may have`,
      'give each ring its own matrix: --ring canary, --ring early, --ring general',
    );
  return {
    data: { environment: environment.name, ...matrix },
    text: matrix.jobs.map(({ name, stacks: own }) => `${name}: ${own}`).join('\n'),
  };
}
