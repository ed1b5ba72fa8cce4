import type { LoadedEnvironment } from '../../environments/schema';
import { usageError } from './errors';
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

const criteria: {
  flag: 'account' | 'region' | 'ring' | 'stack' | 'tenant';
  matches(stack: StackInfo, value: string): boolean;
  known(stack: StackInfo): readonly string[];
}[] = [
  { flag: 'account', matches: (s, v) => s.account === v || s.accountId === v, known: (s) => [s.account] },
  { flag: 'region', matches: (s, v) => s.region === v, known: (s) => [s.region] },
  { flag: 'ring', matches: (s, v) => s.ring === v, known: (s) => (s.ring ? [s.ring] : []) },
  {
    flag: 'stack',
    matches: (s, v) => [s.stack, s.id].some((name) => globPattern(v).test(name)),
    known: (s) => [s.stack],
  },
  { flag: 'tenant', matches: (s, v) => s.tenants.includes(v), known: (s) => s.tenants },
];

/**
 * The stacks that fit every flag. A value that fits no stack at all is a mistake, not an empty answer,
 * and so are flags that fit none together. Throws a usage error that names what there is.
 */
export function selectStacks(stacks: readonly StackInfo[], selection: Selection): StackInfo[] {
  for (const { flag, matches, known } of criteria) {
    for (const value of selection[flag] ?? []) {
      if (stacks.some((stack) => matches(stack, value))) continue;
      const there = list(stacks.flatMap(known));
      throw usageError(`--${flag} ${value} matches nothing in ${selection.env}`, `there is: ${there}`);
    }
  }
  const selected = stacks.filter((stack) =>
    criteria.every(({ flag, matches }) => {
      const values = selection[flag] ?? [];
      return values.length === 0 || values.some((value) => matches(stack, value));
    }),
  );
  if (selected.length === 0)
    throw usageError(
      'no stack fits all selection flags together',
      `there is: ${list(stacks.map(({ id }) => id))}`,
    );
  return selected;
}

/** The command line that does the same again. */
export function againCommand(command: string, selection: Selection & { yes?: boolean }): string {
  const quoted = (value: string) => (/^[\w-]+$/.test(value) ? value : `'${value}'`);
  const flags = criteria.flatMap(({ flag }) =>
    (selection[flag] ?? []).map((value) => `--${flag} ${quoted(value)}`),
  );
  return [`npx fleet ${command} --env ${selection.env}`, ...flags, ...(selection.yes ? ['--yes'] : [])].join(
    ' ',
  );
}
