import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** The release line that the local AWS is tested against. */
export const motoPackage = 'moto[server]==5.2.*';

export const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of `moto_server`: `MOTO_SERVER`, else on PATH; undefined if not found. */
export function findMoto(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.MOTO_SERVER) return isExecutable(env.MOTO_SERVER) ? env.MOTO_SERVER : undefined;
  const onPath = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return onPath.map((folder) => join(folder, 'moto_server')).find(isExecutable);
}

/** Says what is missing and how to install it. */
export function motoMissing(env: NodeJS.ProcessEnv = process.env): Error {
  const named = env.MOTO_SERVER ? `MOTO_SERVER names ${env.MOTO_SERVER}, which can't be run. ` : '';
  return new Error(
    `${named}The local AWS needs moto_server, which was not found on PATH. ` +
      `Get it with: pip install '${motoPackage}' (or name it in MOTO_SERVER)`,
  );
}

/** A loopback port that is free at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** moto's only settings: one from the caller's environment (a fixed account id, say) would change its responses. */
const motoEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MOTO|AWS)_/.test(name))),
  MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
  PYTHONPATH: [join(__dirname, 'moto'), process.env.PYTHONPATH].filter(Boolean).join(delimiter),
});

export interface Moto {
  port: number;
  /** Fulfilled with the end of stderr when the process ends, for whatever reason. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts moto on a free loopback port and waits until it responds. Throws with moto's own output if it ends first. */
export async function startMoto(): Promise<Moto> {
  const command = findMoto();
  if (!command) throw motoMissing();
  const port = await freePort();
  const child = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], {
    env: motoEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // moto must not outlive this process, however it exits.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = watch(child);
  let over = false;
  void ended.then(() => {
    over = true;
    process.off('exit', kill);
  });
  while (!(await answers(port))) {
    if (over) throw new Error(`moto_server (${command}) ended before it was ready:\n${await ended}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { port, ended, stop };
}

function watch(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`${words.trim()}\n(exit ${code ?? signal})`));
  });
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/moto-api/data.json`, { method: 'HEAD' }).then(
    () => true,
    () => false,
  );
