import type { LoadedEnvironment } from '../../environments/schema';
import { usageError } from '../cli/errors';
import type { StackInfo } from './stacks';

/** The flags that say which stacks a command is about. Each may be given several times, or with commas. */
export interface Selection {
  env?: string;
  account?: string[];
  region?: string[];
  ring?: string[];
  stack?: string[];
  tenant?: string[];
}

/** `*` stands for any text, `?` for one character; everything else for itself. */
export function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`);
}

const list = (values: Iterable<string>) => [...new Set(values)].sort().join(', ') || 'none';

/** The environment that a command is about. There is no default. Throws a usage error that names what there is. */
export function pickEnvironment(
  all: readonly LoadedEnvironment[],
  name: string | undefined,
): LoadedEnvironment {
  const names = list(all.map(({ environment }) => environment.name));
  if (!name) throw usageError('no environment is named', `add --env with one of: ${names}`);
  const found = all.find(({ environment }) => environment.name === name);
  if (!found) throw usageError(`there is no environment "${name}"`, `use one of: ${names}`);
  return found;
}

/** A flag that narrows something down, by values. */
export interface Criterion<T> {
  /** Without its hyphens. */
  flag: string;
  matches(item: T, value: string): boolean;
  /** Values that the item would answer to, for messages. */
  known(item: T): readonly string[];
}

/** An account of the environment, by name or by number. */
export const byAccount: Criterion<{ account: string; accountId: string }> = {
  flag: 'account',
  matches: ({ account, accountId }, value) => account === value || accountId === value,
  known: ({ account }) => [account],
};

export const byRegion: Criterion<{ region: string }> = {
  flag: 'region',
  matches: ({ region }, value) => region === value,
  known: ({ region }) => [region],
};

type StackFlag = 'account' | 'region' | 'ring' | 'stack' | 'tenant';

/** A stack, or what stands in one. */
export type InStack = Pick<
  StackInfo,
  'id' | 'account' | 'accountId' | 'region' | 'stack' | 'ring' | 'tenants'
>;

const criteria: (Criterion<InStack> & { flag: StackFlag })[] = [
  { ...byAccount, flag: 'account' },
  { ...byRegion, flag: 'region' },
  { flag: 'ring', matches: (s, v) => s.ring === v, known: (s) => (s.ring ? [s.ring] : []) },
  {
    flag: 'stack',
    matches: (s, v) => [s.stack, s.id].some((name) => globPattern(v).test(name)),
    known: (s) => [s.stack],
  },
  { flag: 'tenant', matches: (s, v) => s.tenants.includes(v), known: (s) => s.tenants },
];

/**
 * The items that fit every flag. A value that fits no item at all is a mistake, not an empty answer,
 * and so are flags that fit none together. Throws a usage error that names what there is.
 * @param given values by flag; a flag without values fits everything
 * @param noun what an item is called
 * @param name how an item is named
 */
export function selectBy<T>(
  items: readonly T[],
  criteria: readonly Criterion<T>[],
  given: { env?: string | undefined } & { [flag: string]: readonly string[] | string | undefined },
  { noun, name }: { noun: string; name(item: T): string },
): T[] {
  const valuesOf = (flag: string) => [given[flag] ?? []].flat();
  for (const { flag, matches, known } of criteria) {
    for (const value of valuesOf(flag)) {
      if (items.some((item) => matches(item, value))) continue;
      throw usageError(
        `--${flag} ${value} matches nothing in ${given.env}`,
        `there is: ${list(items.flatMap(known))}`,
      );
    }
  }
  const selected = items.filter((item) =>
    criteria.every(({ flag, matches }) => {
      const values = valuesOf(flag);
      return values.length === 0 || values.some((value) => matches(item, value));
    }),
  );
  if (selected.length === 0)
    throw usageError(`no ${noun} fits all selection flags together`, `there is: ${list(items.map(name))}`);
  return selected;
}

/** The stacks, or things in stacks, that fit every flag. Throws a usage error that names what there is. */
export const selectStacks = <S extends InStack>(
  stacks: readonly S[],
  selection: Selection,
  noun = 'stack',
): S[] => selectBy<S>(stacks, criteria, { ...selection }, { noun, name: ({ id }) => id });

/** The command line that does the same again. */
export function againCommand(
  command: string,
  selection: Selection & {
    remove?: string[];
    plan?: string;
    board?: string;
    approveEach?: boolean;
    yes?: boolean;
  },
): string {
  const quoted = (value: string) => (/^[\w:-]+$/.test(value) ? value : `'${value}'`);
  const flags = [...criteria.map(({ flag }) => flag), 'remove' as const].flatMap((flag) =>
    (selection[flag] ?? []).map((value) => `--${flag} ${quoted(value)}`),
  );
  const { env, plan, board, approveEach, yes } = selection;
  return [
    `npx fleet ${command} --env ${env}`,
    ...flags,
    ...(plan ? [`--plan ${quoted(plan)}`] : []),
    ...(board ? [`--board ${quoted(board)}`] : []),
    ...(approveEach ? ['--approve-each'] : []),
    ...(yes ? ['--yes'] : []),
  ].join(' ');
}
