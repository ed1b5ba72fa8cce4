import type { Environment } from '../../environments/schema';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes, usageError } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { table } from '../cli/table';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { entriesIn, localLedger, localRuns, runsInBuckets, timeOf } from './find';
import type { ParsedLedger } from './line';
import { describeSteps, summaryOf } from './summary';
import { troubleWith } from './verify';

export interface LedgerFlags extends CommonFlags {
  env?: string;
}

/** Both copies of a run's ledger. */
interface Copies {
  run: string;
  here: ParsedLedger | undefined;
  there: ParsedLedger | undefined;
}

const environmentOf = ({ workspace }: Context, { env }: LedgerFlags): Environment | undefined =>
  env === undefined ? undefined : pickEnvironment(validConfiguration(workspace.root), env).environment;

/** Every run with a ledger on this machine or in a bucket, newest first. */
async function allCopies(context: Context, flags: LedgerFlags): Promise<Copies[]> {
  const { state } = context.workspace;
  const environment = environmentOf(context, flags);
  const there = environment ? await runsInBuckets(environment) : new Map<string, ParsedLedger>();
  const local = localRuns(state).filter((run) => !environment || run.startsWith(`${environment.name}-`));
  return [...new Set([...local, ...there.keys()])]
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)))
    .map((run) => ({ run, here: localLedger(state, run), there: there.get(run) }));
}

const longer = ({ here, there }: Copies): ParsedLedger =>
  (there?.entries.length ?? 0) > (here?.entries.length ?? 0)
    ? (there as ParsedLedger)
    : (here as ParsedLedger);

/** `fleet ledger list` */
export async function listRuns(context: Context, flags: LedgerFlags): Promise<CommandResult> {
  const copies = await allCopies(context, flags);
  const runs = copies.map((one) => ({
    run: one.run,
    ...summaryOf(longer(one).entries),
    here: Boolean(one.here),
    bucket: Boolean(one.there),
  }));
  const rows = runs.map(({ run, who, outcome, steps, done }) => [run, who, outcome, `${done} of ${steps}`]);
  const text = runs.length > 0 ? table(['run', 'by', 'outcome', 'steps done'], rows) : 'no runs';
  return { data: { runs }, text };
}

async function copiesOf(context: Context, flags: LedgerFlags, run: string): Promise<Copies> {
  const environment = environmentOf(context, flags);
  const here = localLedger(context.workspace.state, run);
  const there = environment && (await entriesIn(environment, run, 'look'));
  if (!here && !there)
    throw usageError(
      `there is no ledger of run ${run} ${environment ? 'here or in a state bucket' : 'on this machine'}`,
      `list the runs: npx fleet ledger list${environment ? ` --env ${environment.name}` : ''}`,
    );
  return { run, here, there };
}

/** `fleet ledger show` */
export async function showRun(context: Context, run: string, flags: LedgerFlags): Promise<CommandResult> {
  const { entries } = longer(await copiesOf(context, flags, run));
  return { data: { run, entries }, text: describeSteps(run, entries) };
}

/** `fleet ledger verify`: exit 1 if a ledger is broken or its copies differ. */
export async function verifyRuns(
  context: Context,
  run: string | undefined,
  flags: LedgerFlags,
): Promise<CommandResult> {
  const copies = run ? [await copiesOf(context, flags, run)] : await allCopies(context, flags);
  const found = copies.map((one) => ({ run: one.run, ...troubleWith(one, flags.env !== undefined) }));
  const broken = found.filter(({ problems }) => problems.length > 0);
  return {
    data: { runs: found },
    text: [
      ...found.flatMap(({ run, problems, notes }) =>
        [...problems, ...notes].map((line) => `${run}: ${line}`),
      ),
      `${found.length - broken.length} of ${found.length} ledgers are intact`,
    ].join('\n'),
    exitCode: broken.length > 0 ? exitCodes.failed : exitCodes.done,
  };
}
