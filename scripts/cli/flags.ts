import { type Command, InvalidArgumentError } from 'commander';
import type { Selection } from '../selection/selection';

/** Flags that every command has. */
export interface CommonFlags {
  json?: boolean;
  debug?: boolean;
}

/** Appends a value, or several separated by commas, to earlier ones. */
export const collect = (value: string, before: string[] = []) => [
  ...before,
  ...value.split(',').filter(Boolean),
];

const positive = (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('use a whole number of at least 1.');
  return number;
};

/** A number of minutes, 0 or more. */
export const minutes = (value: string) => {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('use a whole number of minutes.');
  return Number(value);
};

/** A TCP port, 0 for any free one. */
export const portNumber = (value: string) => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError('use a port from 0 to 65535.');
  return port;
};

export const withCommonFlags = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document on standard output, and progress on standard error')
    .option('--debug', 'show where an error happened');

/** Which accounts and regions of which environment: the same flags for every command that works there. */
export const withTargets = (command: Command): Command =>
  command
    .option('--env <name>', 'environment; there is no default')
    .option('--account <name>', 'only this account, by name or id (repeatable, or with commas)', collect)
    .option('--region <region>', 'only this region (repeatable)', collect);

/** The same selection flags for every command that works on stacks. */
export const withSelection = (command: Command): Command =>
  withTargets(command)
    .option('--ring <ring>', 'only this ring: canary, early, general (repeatable)', collect)
    .option('--stack <glob>', 'only stacks whose name or id matches, such as "cell-*" (repeatable)', collect)
    .option('--tenant <id>', 'only stacks that hold this tenant (repeatable)', collect);

/** Two at a time and, in a rollout, two planned ahead fully use two cores; more only cost memory, 0.6 GB each. */
export const withParallel = (command: Command): Command =>
  command.option(
    '--parallel <n>',
    'plan or apply at most this many stacks at a time; unless it is 1, a rollout also plans as many ahead',
    positive,
    2,
  );

/** Values that `--remove` accepts. */
export const removeForms =
  'tenant:<id>, service:<id>, stack:<id>, account:<name>, production (repeatable, or with commas)';

/** What configuration no longer contains is destroyed only if it is named here. */
export const withRemove = (command: Command): Command =>
  command.option('--remove <what>', `remove what configuration no longer contains: ${removeForms}`, collect);

/** Values of the flags of `withSelection`, `withParallel` and `withRemove`. */
export interface StackFlags extends CommonFlags, Selection {
  parallel: number;
  remove?: string[];
}

/** Values of the flags of `withTargets`. */
export interface TargetFlags extends CommonFlags, Pick<Selection, 'env' | 'account' | 'region'> {}
