import { createInterface } from 'node:readline/promises';
import { hasTerminal } from './ask';
import { interruption, usageError } from './errors';

/** Throws a usage error if there is no terminal. */
export function requireTerminal(): void {
  if (!hasTerminal())
    throw usageError('there is no terminal to ask on', 'add --yes to continue without asking');
}

/**
 * Asks on the terminal for the environment's name, so that nobody confirms the wrong one out of habit.
 * Throws a usage error if there is no terminal, and an interruption if the answer is no or Ctrl-C.
 */
export async function confirm(environment: string): Promise<void> {
  requireTerminal();
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    prompt.once('SIGINT', () => resolve(''));
    prompt.once('close', () => resolve(''));
    prompt.question(`type "${environment}" to continue: `).then(resolve, () => resolve(''));
  });
  prompt.close();
  if (answer.trim() !== environment) throw interruption('not confirmed; nothing was changed');
}
