import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMoto } from '../../../local/moto-process';

const root = join(__dirname, '../../..');
let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Starts the local AWS as a process; `words` collects what it writes. */
function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--require', './bin/typescript.js', 'local/server.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  started.push(child);
  const words = { out: '', err: '' };
  child.stderr.on('data', (chunk) => {
    words.err += chunk;
  });
  const ready = new Promise<{ endpoint: string; pid: number }>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      words.out += chunk;
      if (words.out.includes('\n')) resolve(JSON.parse(words.out));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${words.err}`)));
  });
  return { child, words, ready, exit: once(child, 'exit').then(([code]) => code) };
}

/** A moto that first writes its process id to a file. */
function motoThatTellsItsPid(): { env: NodeJS.ProcessEnv; pid(): number } {
  const [command, file] = [join(folder, 'moto'), join(folder, 'pid')];
  writeFileSync(command, `#!/bin/sh\necho $$ > ${file}\nexec ${findMoto()} "$@"\n`, { mode: 0o755 });
  return { env: { MOTO_SERVER: command }, pid: () => Number(readFileSync(file, 'utf8')) };
}
const runs = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it and its moto, with exit code 0', async (signal) => {
  const moto = motoThatTellsItsPid();
  const { child, ready, exit } = start(['--port', '0'], moto.env);
  const { endpoint, pid } = await ready;
  expect(pid).toBe(child.pid);
  expect(await (await fetch(`${endpoint}/_local/health`)).json()).toEqual({ status: 'ok' });
  child.kill(signal);
  expect(await exit).toBe(0);
  expect(runs(moto.pid())).toBe(false);
});

test('it exits with 1 and says why if moto dies', async () => {
  const moto = motoThatTellsItsPid();
  const { ready, exit, words } = start(['--port', '0'], moto.env);
  await ready;
  process.kill(moto.pid(), 'SIGKILL');
  expect(await exit).toBe(1);
  expect(words.err).toContain('moto_server ended by itself');
});

test('a missing moto is reported, with how to install it', async () => {
  const { ready, exit, words } = start(['--port', '0'], { MOTO_SERVER: join(folder, 'nothing') });
  await expect(ready).rejects.toThrow();
  expect(await exit).toBe(1);
  expect(words.err).toContain("pip install 'moto[server]==5.2.*'");
});

test('a taken port is reported, and no moto is left', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const moto = motoThatTellsItsPid();
  const { ready, exit, words } = start(['--port', String(port)], moto.env);
  await expect(ready).rejects.toThrow();
  expect(await exit).toBe(1);
  expect(words.err).toContain(`port ${port} of 127.0.0.1 is taken`);
  expect(runs(moto.pid())).toBe(false);
  holder.close();
});

test.each(['x', '-1', '70000'])('--port %s is refused', async (port) => {
  const { ready, exit, words } = start([`--port=${port}`]);
  await expect(ready).rejects.toThrow();
  expect(await exit).toBe(1);
  expect(words.err).toContain('is not a port');
});
