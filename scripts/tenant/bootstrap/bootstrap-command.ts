import { createHash } from 'node:crypto';
import { formatProblems } from '../../../environments/problems';
import type { LoadedEnvironment } from '../../../environments/schema';
import { hasTerminal } from '../../cli/ask';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { exitCodes, usageError } from '../../cli/errors';
import { rollOut } from '../../rollout/rollout-command';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { type Wanted, wantedTenants } from '../request/wanted';
import { runSteps, type StepsRun } from '../run-steps';
import { begunBy, problemsWith } from './before-writing';
import { type BootstrapFlags, draftsOf } from './drafts';
import { finishTenants, type TenantEnd } from './finish';
import { fillIn, isIncomplete } from './form';
import { permitOnlyNew } from './only-new';
import { bootstrapReport, plannedTable } from './report';
import { whileRetiring } from './retiring';
import { writeTenants } from './write-files';

/** Identifies a run so that it can be resumed: one tenant by its id, several by a digest of their ids. */
function subjectOf(wanted: readonly Wanted[]): string {
  const ids = wanted.map(({ tenant }) => tenant.id);
  const digest = createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 12);
  return ids.length === 1 ? (ids[0] as string) : `${ids.length}-tenants-${digest}`;
}

/** `--pr`: the rest happens after the files have been reviewed. */
function onlyFiles(
  { workspace }: Context,
  { environment: { name } }: LoadedEnvironment,
  wanted: readonly Wanted[],
): CommandResult {
  const paths = writeTenants(workspace.root, name, wanted);
  return {
    data: { environment: name, files: paths },
    text: [
      plannedTable(wanted),
      ...paths.map((path) => `wrote ${path}`),
      'commit this and have it reviewed; once it is merged, the same command without --pr does the rest',
    ].join('\n'),
  };
}

function exitCodeOf(ends: readonly TenantEnd[]): number {
  if (ends.some(({ outcome }) => outcome === 'not started')) return exitCodes.interrupted;
  return ends.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** Writes the files, rolls them out and does the work after the rollout. */
async function bootstrap(
  context: Context,
  { env = '', parallel }: BootstrapFlags,
  wanted: readonly Wanted[],
  run: StepsRun,
): Promise<CommandResult> {
  const { root } = context.workspace;
  const tenants = wanted.map(({ tenant }) => tenant.id);
  const files = wanted.flatMap(({ file, policies = [] }) => (file ? [file, ...policies] : []));
  await run.always('files', { files: files.map(({ path }) => path) }, async () => ({
    files: writeTenants(root, env, wanted),
  }));
  const loaded = pickEnvironment(validConfiguration(root), env);
  const { environment } = loaded;
  // A rollout keeps its own ledger, and skips what is already applied.
  const permit = { environment: environment.name, tenants };
  const rolled = await rollOut(context, { env, tenant: tenants, parallel, yes: true }, undefined, (review) =>
    permitOnlyNew(review, permit),
  );
  if (rolled.exitCode)
    return {
      ...rolled,
      text: `${rolled.text}\nno one has been invited yet; the same command continues from there`,
    };
  const ends = await whileRetiring(context, loaded, { tenants, by: run.by }, async (retiring) => {
    const result = await finishTenants(context, run, loaded, wanted, retiring);
    return { result, done: exitCodeOf(result) === exitCodes.done };
  });
  const exitCode = exitCodeOf(ends);
  return {
    data: { environment: environment.name, run: run.run, rollout: rolled.data, tenants: ends },
    text: [
      rolled.text,
      bootstrapReport(ends),
      exitCode === exitCodes.done
        ? `commit environments/${environment.name}/tenants; see a tenant: npx fleet tenant show ${tenants[0]} --env ${environment.name}`
        : 'what is done stays done; the same command continues from there',
    ].join('\n'),
    exitCode,
  };
}

/** Prompts for missing values if there is a terminal. For an existing tenant, they come from its file. */
async function complete(
  { json }: Context,
  flags: BootstrapFlags,
  { tenants }: LoadedEnvironment,
): Promise<BootstrapFlags> {
  const fromFile = flags.fromCsv !== undefined || flags.fromJson !== undefined;
  const isThere = tenants.some(({ id }) => id === flags.id);
  if (fromFile || isThere || json || !hasTerminal() || !isIncomplete(flags)) return flags;
  return fillIn(flags, { input: process.stdin, output: process.stderr });
}

/** `fleet tenant bootstrap`: from a description to a tenant proven to work in each of its regions. */
export async function bootstrapCommand(context: Context, given: BootstrapFlags): Promise<CommandResult> {
  const { root } = context.workspace;
  const described = draftsOf(given);
  const begun = begunBy(root, given.env, described);
  const loaded = pickEnvironment(validConfiguration(root, { begun }), given.env);
  const flags = await complete(context, given, loaded);
  const { environment } = loaded;
  const { wanted, problems } = wantedTenants(loaded, flags === given ? described : draftsOf(flags), (files) =>
    problemsWith(root, { wanted: files, begun }),
  );
  if (problems.length > 0) throw usageError(formatProblems(problems), undefined, { problems });
  if (flags.pr) return onlyFiles(context, loaded, wanted);
  context.say(
    `environment ${environment.name}: bootstrap ${wanted.length} tenant${wanted.length === 1 ? '' : 's'}`,
  );
  context.say(plannedTable(wanted));
  if (!flags.yes) await confirm(environment.name);
  const request = { command: 'tenant bootstrap', environment, subject: subjectOf(wanted) };
  return runSteps(context, request, (run) => bootstrap(context, flags, wanted, run));
}
