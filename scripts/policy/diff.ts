import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes, usageError } from '../cli/errors';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment, type Selection, selectStacks } from '../selection/selection';
import { type CompareOptions, compareStores, worst } from './compare';
import { deployedSubjects } from './deployed-subjects';
import { filesUnder } from './files';
import { storeLocations } from './locations';
import { type Compared, differs, diffReport } from './report';
import { filesAt } from './revision';
import { storesOf } from './stores';
import { fileSubjects, type Subject } from './subjects';

/** Flags of `fleet policy diff`. */
export interface DiffFlags extends Selection, CompareOptions {
  from?: string;
  deployed?: boolean;
  failOnWidening?: boolean;
}

/** The version that is compared with the working tree. */
interface Base {
  /** In words. */
  name: string;
  subjects: Subject[];
  /** Stores that are not rolled out yet. */
  missing: string[];
  warnings: string[];
}

const narrowing = ['account', 'region', 'ring', 'stack', 'tenant'] as const;

/** Throws a usage error unless exactly one base is given, with flags that fit it. */
function checkFlags(flags: DiffFlags): void {
  if (flags.from !== undefined && flags.deployed)
    throw usageError('--from and --deployed cannot be combined', 'compare with one of them at a time');
  if (flags.from === undefined && !flags.deployed)
    throw usageError(
      'there is nothing to compare with',
      'add --from <git revision>, or --deployed --env <environment>',
    );
  const extra = narrowing.find((flag) => flag in flags);
  if (flags.from !== undefined && extra)
    throw usageError(`--${extra} cannot be used with --from, only with --deployed`, 'remove one of the two');
}

function fromRevision({ workspace: { root } }: Context, { from = '', env }: DiffFlags): Base {
  if (env !== undefined) pickEnvironment(validConfiguration(root), env);
  const now = storesOf(filesUnder(root), 'working tree');
  const { commit, files } = filesAt(root, from);
  const name = from === commit ? from : `${from} (${commit.slice(0, 12)})`;
  const then = storesOf(files, name);
  const warnings = [...then.warnings, ...now.warnings];
  return { name, subjects: fileSubjects(then, now, env), missing: [], warnings };
}

async function fromDeployed(context: Context, flags: DiffFlags): Promise<Base> {
  const loaded = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const { environment } = loaded;
  const places = selectStacks(storeLocations(loaded), flags, 'policy store');
  const now = storesOf(filesUnder(context.workspace.root), 'working tree');
  await callerIdentity(environment.regions[0] as string, context.env);
  const { subjects, missing } = await deployedSubjects(context, environment, places, now);
  return { name: `what is deployed in ${environment.name}`, subjects, missing, warnings: now.warnings };
}

/** `fleet policy diff`: what the working tree's policies newly allow and newly deny. */
export async function policyDiff(context: Context, flags: DiffFlags): Promise<CommandResult> {
  checkFlags(flags);
  const base = flags.deployed ? await fromDeployed(context, flags) : fromRevision(context, flags);
  const { samples, examples } = flags;
  const compared = base.subjects.map((subject): Compared => {
    context.say(`comparing ${subject.name}`);
    return { ...subject, diff: compareStores(subject.before, subject.after, { samples, examples }) };
  });
  const widens = worst(compared.map(({ diff }) => diff.widens));
  const blocked = flags.failOnWidening === true && widens !== 'no';
  return {
    data: {
      before: base.name,
      after: 'working tree',
      widens,
      blocked,
      warnings: base.warnings,
      notRolledOut: base.missing,
      stores: compared.map(({ name, places, notes, diff }) => ({
        name,
        places,
        notes,
        differs: differs(diff),
        ...diff,
      })),
    },
    text: [
      `from ${base.name} to the working tree`,
      diffReport(compared, base.warnings, widens),
      ...base.missing.map((place) => `not rolled out: ${place}`),
      ...(blocked ? ['blocked by --fail-on-widening: narrow the change, or have it approved'] : []),
    ].join('\n'),
    exitCode: blocked ? exitCodes.blocked : exitCodes.done,
  };
}
