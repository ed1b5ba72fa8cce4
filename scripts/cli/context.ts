import type { CommonFlags } from './flags';
import type { Interrupt } from './interrupt';
import type { Workspace } from './workspace';

/** What every command is given. */
export interface Context {
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  interrupt: Interrupt;
  /** `--json`: standard output carries one JSON document and nothing else. */
  json: boolean;
  /** Tells the user something while a command runs; goes to standard error. */
  say(line: string): void;
}

/** What a command hands back; one place prints it. */
export interface CommandResult {
  /** For `--json`. */
  data: unknown;
  /** For a person. */
  text: string;
  /** 0 when left out. */
  exitCode?: number;
}

/** What a command does with its flags. */
export type Action<F extends CommonFlags> = (context: Context, flags: F) => Promise<CommandResult>;

/** Makes a commander action of a command: runs it, prints what it hands back, and ends the process. */
export type Run = <F extends CommonFlags>(action: Action<F>) => (flags: F) => Promise<void>;
