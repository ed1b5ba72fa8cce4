import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformEnvironment } from '../../scripts/terraform/environment';
import { root } from './measure';

/** Resources used by a command and all processes that it started and waited for. */
export interface Taken {
  /** Wall-clock time. */
  seconds: number;
  /** CPU time, user and system. */
  cpu: number;
  /** Peak memory of any of Terraform's provider processes. 0 where there is no `/proc`. */
  megabytes: number;
}

/** Peak memory so far of any provider process that is running now. */
function memoryOfProviders(): number {
  try {
    const statuses = readdirSync('/proc').flatMap((pid) => {
      try {
        return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/status`, 'utf8')] : [];
      } catch {
        // The process has ended in the meantime.
        return [];
      }
    });
    const peaks = statuses
      .filter((status) => /^Name:\s+terraform-provi/.test(status))
      .map((status) => Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    return Math.max(0, ...peaks) / 1024;
  } catch {
    return 0;
  }
}

/** Runs a command to completion and measures it. Throws unless it exits with 0. */
export async function taken(command: string, env: NodeJS.ProcessEnv, cwd = root): Promise<Taken> {
  const script = `TIMEFORMAT='%R %U %S'; time { ${command}; }`;
  const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, megabytes] = ['', '', 0];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, memoryOfProviders());
  }, 500);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stdout}\n${stderr}`);
  const [seconds = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, cpu: user + system, megabytes };
}

/** Variables of commands on a local AWS. */
export type Variables = NodeJS.ProcessEnv & { FLEET_DIR: string; AWS_ENDPOINT_URL: string };

/** Runs with a new local AWS, whose own work is not counted, and a temporary folder. */
export async function onNewLocalAws<T>(use: (env: Variables, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
  const base = { ...process.env, FLEET_DIR: join(folder, 'fleet') };
  const local = (...args: string[]) => {
    const command = ['bin/fleet.js', 'local', ...args, '--json'];
    const { stdout, stderr, status } = spawnSync(process.execPath, command, {
      cwd: root,
      env: base,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`fleet local ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const { pid } = local('up', '--port', '0');
  // The local AWS would outlive this process. `down` would refuse, since a command may be using it.
  const interrupted = () => {
    process.kill(pid);
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await use({ ...base, ...local('env').variables }, folder);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    local('down');
    rmSync(folder, { recursive: true });
  }
}

/**
 * Variables for Terraform without `fleet`: it finds its provider in the same way, but logs and collects garbage in its
 * own.
 */
export function plainTerraform(env: NodeJS.ProcessEnv, state: string): NodeJS.ProcessEnv {
  const { env: ours } = terraformEnvironment({ state, cache: join(root, '.fleet', 'cache') }, env);
  const { GOGC: _, TF_LOG_SDK: __, TF_LOG_PROVIDER_AWS: ___, ...plain } = ours;
  return plain;
}
