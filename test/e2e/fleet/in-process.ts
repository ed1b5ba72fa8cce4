import { main } from '../../../scripts/fleet';
import type { Ended } from './fleet';

const root = `${__dirname}/../../..`;

/**
 * Runs `fleet` in this very process, where its modules are loaded once for many short commands: one that starts costs
 * half a second. What it writes and how it would exit are caught; nothing else may write meanwhile.
 */
export async function fleetHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const before = { argv: process.argv, env: process.env };
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const write = (text: string, done?: () => void) => {
      written[name] += text;
      done?.();
      return true;
    };
    jest.spyOn(stream, 'write').mockImplementation(write as typeof stream.write);
    // It would listen on once more with each command.
    jest.spyOn(stream, 'on').mockReturnThis();
  }
  try {
    process.argv = [process.execPath, 'fleet', ...args];
    process.env = { ...env };
    const code = await new Promise<number>((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation(resolve as typeof process.exit);
      main(root);
    });
    return { code, ...written };
  } finally {
    jest.restoreAllMocks();
    Object.assign(process, before);
  }
}
