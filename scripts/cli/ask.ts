import { createInterface } from 'node:readline/promises';

/** Whether there is a user to ask. */
export const hasTerminal = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** Where a question is asked. */
export interface Terminal {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Called on Ctrl-C, which is not turned into a signal while the terminal is being read. */
  interrupt(): void;
}

const ownTerminal = (): Terminal => ({
  input: process.stdin,
  output: process.stderr,
  interrupt: () => process.kill(process.pid, 'SIGINT'),
});

/**
 * Asks on the terminal. Only `y` and `yes` mean yes; end of input means no.
 * @param stop aborts the question, and the answer is then no
 */
export async function askYes(
  question: string,
  stop: AbortSignal,
  terminal = ownTerminal(),
): Promise<boolean> {
  const { input, output, interrupt } = terminal;
  const prompt = createInterface({ input, output });
  try {
    const answer = await new Promise<string>((resolve) => {
      const no = () => resolve('');
      // The resulting signal then aborts the question.
      prompt.on('SIGINT', interrupt);
      prompt.once('close', no);
      stop.addEventListener('abort', no, { once: true });
      if (stop.aborted) no();
      prompt.question(`${question} (y/N) `).then(resolve, no);
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
