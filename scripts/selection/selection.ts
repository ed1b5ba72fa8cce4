import type { LoadedEnvironment } from '../../environments/schema';
import { usageError } from '../cli/errors';
import type { StackInfo } from './stacks';

/** The flags that select stacks. Each may be given several times, or with commas. */
export interface Selection {
  env?: string;
  account?: string[];
  region?: string[];
  ring?: string[];
  stack?: string[];
  tenant?: string[];
}

/** `*` matches any text, `?` one character; everything else is literal. */
export function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`);
}

const list = (values: Iterable<string>) => [...new Set(values)].sort().join(', ') || 'none';

/** The environment named by `--env`, which has no default. Throws a usage error that lists the environments. */
export function pickEnvironment(
  all: readonly LoadedEnvironment[],
  name: string | undefined,
): LoadedEnvironment {
  const names = list(all.map(({ environment }) => environment.name));
  if (!name) throw usageError('no environment given', `add --env with one of: ${names}`);
  const found = all.find(({ environment }) => environment.name === name);
  if (!found) throw usageError(`there is no environment "${name}"`, `use one of: ${names}`);
  return found;
}

/** A flag that narrows a selection by values. */
export interface Criterion<T> {
  /** Name without hyphens. */
  flag: string;
  matches(item: T, value: string): boolean;
  /** Values that would match the item, for messages. */
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

/** A stack, or something in one. */
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
 * The items that match every flag. A value that matches no item is a mistake, not an empty result,
 * and so are flags that together match none. Throws a usage error that lists the possible values.
 * @param given values by flag; a flag without values matches everything
 * @param noun word for an item
 * @param name an item's name
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
        `use one of: ${list(items.flatMap(known))}`,
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
    throw usageError(
      `no ${noun} matches all selection flags`,
      `use flags that match one of: ${list(items.map(name))}`,
    );
  return selected;
}

/** The stacks, or things in stacks, that match every flag. Throws a usage error that lists the possible values. */
export const selectStacks = <S extends InStack>(
  stacks: readonly S[],
  selection: Selection,
  noun = 'stack',
): S[] => selectBy<S>(stacks, criteria, { ...selection }, { noun, name: ({ id }) => id });

/** The command line that repeats a command. */
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
