/**
 * A PostgreSQL server for one test file. The real one if it is installed; otherwise PGlite, the same PostgreSQL as
 * WebAssembly, with one session for everyone. Nothing is skipped, and the output says which one it was.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface PostgresServer {
  kind: 'server' | 'pglite';
  /** On loopback, without a password, since only the tests' own proxy connects. */
  port: number;
  stop(): Promise<void>;
}

/** Debian and Homebrew keep PostgreSQL's programs out of PATH. */
function folders(): string[] {
  const versions = (parent: string, pattern: RegExp, rest: string) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => pattern.test(name))
          .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
          .map((name) => join(parent, name, rest))
      : [];
  return [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions('/usr/lib/postgresql', /^\d+$/, 'bin'),
    ...versions('/opt/homebrew/opt', /^postgresql@\d+$/, 'bin'),
    ...versions('/usr/local/opt', /^postgresql@\d+$/, 'bin'),
  ];
}

/** The server refuses to run as root, so it runs as another user. */
function whoRuns(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string, user: string) => Number(execFileSync('id', [option, user], { stdio: 'pipe' }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', user), gid: id('-g', user) };
    } catch {
      // Try the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody"');
}

/** Waits for the line that says that it is ready. Throws with all its output if it ends before. */
function ready(child: ChildProcess, sign: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          const found = sign.exec(line);
          if (found) resolve(found[0]);
        });
    child.once('exit', () => reject(new Error(`PostgreSQL ended before it was ready:\n${said.join('\n')}`)));
  });
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** A port that was free a moment ago: PostgreSQL cannot be asked to choose one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startServer(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  const as = whoRuns();
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const { PATH, FLEET_TEST_RUN } = process.env;
  const plain = { LC_ALL: 'C', TZ: 'UTC', PATH, FLEET_TEST_RUN };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...as, cwd: folder, env: plain, stdio: 'pipe' },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 20,
  };
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...as, cwd: folder, env: plain },
  );
  await ready(child, /ready to accept connections/);
  return {
    kind: 'server',
    port,
    async stop() {
      await stopped(child, 'SIGQUIT');
      rmSync(folder, { recursive: true });
    },
  };
}

async function startPglite(): Promise<PostgresServer> {
  const child = spawn(process.execPath, [require.resolve('./pglite.cjs')]);
  const port = Number((await ready(child, /(?<=^listening on )\d+$/)).trim());
  return { kind: 'pglite', port, stop: () => stopped(child, 'SIGTERM') };
}

/** Starts the server that is available. `FLEET_TEST_PGLITE=1` requests PGlite even so. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = folders().find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
  if (bin && process.env.FLEET_TEST_PGLITE !== '1') return startServer(bin);
  console.warn('PostgreSQL: no server is installed, so PGlite stands in for it');
  return startPglite();
}
