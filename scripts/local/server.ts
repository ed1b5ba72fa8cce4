import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { motoMissing } from '../../local/moto-process';
import { failure, messageOf, usageError } from '../cli/errors';
import { privateFolder, type Workspace } from '../cli/workspace';
import { rateQuotas } from '../quotas/rates';
import { motoFor } from './moto';
import { requireLocalPackages } from './packages';

/** A local AWS that this workspace started. */
export interface LocalServer {
  pid: number;
  port: number;
  /** An IP address, so that S3 clients use path-style URLs by default. */
  endpoint: string;
  /** Whether IAM policies are enforced. */
  rights: boolean;
  /** Whether AWS's request rate quotas are enforced. */
  quotas: boolean;
  log: string;
}

const host = '127.0.0.1';
const record = (state: string) => join(state, 'local.json');
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the process is a local AWS, and not another process that reuses its id. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('local/server.ts');
  } catch (error) {
    // Without `ps` the id has to suffice.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

const isHealthy = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

/** The local AWS of this workspace; undefined if none is running. Removes the record of a dead one. */
export function localServer(state: string): LocalServer | undefined {
  let server: LocalServer;
  try {
    server = JSON.parse(readFileSync(record(state), 'utf8'));
  } catch {
    return undefined;
  }
  if (runs(server.pid)) return server;
  rmSync(record(state), { force: true });
  return undefined;
}

/** Writes the quotas to a file for the local AWS, which imports nothing from `scripts`. Returns its path. */
function writeQuotas(state: string): string {
  const file = join(privateFolder(state), 'quotas.json');
  writeFileSync(file, `${JSON.stringify(rateQuotas, null, 2)}\n`);
  return file;
}

/** A loopback port: the given one, or any free one for 0. Undefined if it is taken. */
function claimPort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(wanted, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** Starts the local AWS, detached from this process, and waits until it responds. Port 0: any free one. */
export async function startLocal(
  { root, state }: Workspace,
  {
    port: wanted,
    rights = true,
    quotas = false,
    env,
    stop,
  }: { port: number; rights?: boolean; quotas?: boolean; env: NodeJS.ProcessEnv; stop: AbortSignal },
): Promise<{ server: LocalServer; alreadyUp: boolean }> {
  const running = localServer(state);
  if (running) return { server: running, alreadyUp: true };
  requireLocalPackages();
  const moto = motoFor(root, env);
  if (!moto) throw usageError(motoMissing(env).message, 'or install it into .fleet: npx fleet local install');
  const port = await claimPort(wanted);
  if (!port)
    throw usageError(`port ${wanted} of ${host} is taken`, 'choose another: npx fleet local up --port 4567');

  const log = join(privateFolder(state), 'local.log');
  const output = openSync(log, 'w', 0o600);
  const child = spawn(
    process.execPath,
    [
      '--require',
      './bin/typescript.js',
      'local/server.ts',
      '--port',
      String(port),
      ...(rights ? [] : ['--no-rights']),
      ...(quotas ? ['--quotas', writeQuotas(state)] : []),
    ],
    {
      cwd: root,
      env: { ...env, MOTO_SERVER: moto },
      detached: true,
      stdio: ['ignore', output, output],
    },
  );
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  child.once('error', () => {
    over = true;
  });
  child.unref();
  const server = { pid: child.pid ?? 0, port, endpoint: `http://${host}:${port}`, rights, quotas, log };
  writeFileSync(record(state), `${JSON.stringify(server, null, 2)}\n`, { mode: 0o600 });

  const deadline = Date.now() + 60_000;
  while (!(await isHealthy(server.endpoint))) {
    if (over || stop.aborted || Date.now() > deadline) {
      await stopLocal(state);
      const words = readFileSync(log, 'utf8').trim().split('\n').slice(-10).join('\n');
      throw failure(
        `the local AWS ${stop.aborted ? 'was interrupted' : 'did not start'}:\n${words}`,
        `log: ${log}`,
      );
    }
    await pause(100);
  }
  return { server, alreadyUp: false };
}

/** Stops this workspace's local AWS and waits until it has exited. Its contents are lost. */
export async function stopLocal(state: string): Promise<LocalServer | undefined> {
  const server = localServer(state);
  if (!server) return undefined;
  try {
    process.kill(server.pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH')
      throw failure(`cannot stop process ${server.pid}: ${messageOf(error)}`);
  }
  const deadline = Date.now() + 30_000;
  while (runs(server.pid)) {
    if (Date.now() > deadline)
      throw failure(`the local AWS (process ${server.pid}) does not stop`, `see its log: ${server.log}`);
    await pause(50);
  }
  rmSync(record(state), { force: true });
  return server;
}
