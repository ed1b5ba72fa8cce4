import { main } from '../../../scripts/fleet';
import type { Ended } from './fleet';

const root = `${__dirname}/../../..`;

/**
 * Runs `fleet` in this process, so that its modules are loaded once for many short commands: starting a process costs
 * half a second. Its output and exit code are captured; nothing else may write meanwhile.
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
    // Each command would add another listener.
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
