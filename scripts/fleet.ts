import { Command, CommanderError } from 'commander';
import type { Run } from './cli/context';
import { explainDisk } from './cli/disk';
import { exitCodes } from './cli/errors';
import { Interrupt } from './cli/interrupt';
import { type Presented, presentError, presentResult } from './cli/output';
import { say } from './cli/say';
import { workspaceOf } from './cli/workspace';
import { registerCommands } from './commands';

const describe = 'Generates, plans and rolls out the Terraform of a fleet of Cognito identity systems.';
const epilogue = `
Exit status: 0 done, 1 an operation failed, 2 bad input or usage (nothing changed), 3 blocked by a guard
(nothing changed), 4 halted (too many failures, or a gate that did not pass), 130 interrupted.`;

/** Flushes both streams before the process ends. */
async function finish({ stdout, stderr, exitCode }: Presented): Promise<void> {
  const write = (stream: NodeJS.WriteStream, text: string) =>
    new Promise<void>((resolve) => (text ? stream.write(text, () => resolve()) : resolve()));
  await Promise.all([write(process.stdout, stdout), write(process.stderr, stderr)]);
  process.exit(exitCode);
}

/** Runs this process's command line, and exits with its exit code. */
export function main(root: string): void {
  // A closed reader, such as `head` or a terminal, must not stop a rollout halfway.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // The SDK warns every user of Node.js 20, which is still supported here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const interrupt = new Interrupt(process, say);
  const json = process.argv.includes('--json');
  const debug = process.argv.includes('--debug');

  let usage = '';
  const program = new Command('fleet')
    .description(describe)
    .addHelpText('after', epilogue)
    .showSuggestionAfterError()
    // Flags must follow their command, so that flags of `rollout matrix` are not parsed as those of `rollout`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (usage += text), outputError: (text) => (usage += text) });

  const run: Run = (action) => async (flags) => {
    const workspace = workspaceOf(root, process.env);
    const context = { workspace, env: process.env, interrupt, json, say };
    const result = await action(context, flags).catch((error: unknown) => {
      throw explainDisk(error, workspace.state);
    });
    await finish(presentResult(result, json));
  };
  registerCommands(program, run);

  program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof CommanderError)) return finish(presentError(error, { json, debug }));
    if (error.exitCode === 0) return finish({ stdout: '', stderr: '', exitCode: 0 });
    const text = usage.replace(/^error: /, 'fleet: ');
    const body = { error: { message: text.trim() }, exitCode: exitCodes.usage };
    const stdout = json ? `${JSON.stringify(body, null, 2)}\n` : '';
    return finish({ stdout, stderr: json ? '' : text, exitCode: exitCodes.usage });
  });
}
