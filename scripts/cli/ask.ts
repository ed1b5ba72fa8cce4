import { createInterface } from 'node:readline/promises';

/** Whether there is somebody to ask. */
export const hasTerminal = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** Where a question is asked. */
export interface Terminal {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** What Ctrl-C does: a terminal that is being read turns no Ctrl-C into a signal. */
  interrupt(): void;
}

const ownTerminal = (): Terminal => ({
  input: process.stdin,
  output: process.stderr,
  interrupt: () => process.kill(process.pid, 'SIGINT'),
});

/**
 * Asks on the terminal. Only `y` and `yes` are a yes; the end of the input is a no.
 * @param stop ends the question when it aborts, and then the answer is no, too
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
      // It is the signal that ends the question.
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
