import type { CommonFlags } from './flags';
import type { Interrupt } from './interrupt';
import type { Workspace } from './workspace';

/** What every command is given. */
export interface Context {
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  interrupt: Interrupt;
  /** `--json`: standard output gets exactly one JSON document. */
  json: boolean;
  /** Prints a message to standard error while a command runs. */
  say(line: string): void;
}

/** A command's result, which is printed in one place. */
export interface CommandResult {
  /** For `--json`. */
  data: unknown;
  /** For a person. */
  text: string;
  /** Default: 0. */
  exitCode?: number;
}

/** What a command does with its flags. */
export type Action<F extends CommonFlags> = (context: Context, flags: F) => Promise<CommandResult>;

/** Turns a command into a commander action: runs it, prints its result, and exits. */
export type Run = <F extends CommonFlags>(action: Action<F>) => (flags: F) => Promise<void>;
