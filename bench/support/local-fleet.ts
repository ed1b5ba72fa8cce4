import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './measure';

/** What a command and all processes that it started, and waited for, took. */
export interface Taken {
  /** By the clock. */
  seconds: number;
  /** CPU time, user and system. */
  cpu: number;
}

/** Runs a command to its end in a shell that tells what it took. Throws unless it ends with 0. */
export function taken(command: string, env: NodeJS.ProcessEnv, cwd = root): Taken {
  const script = `TIMEFORMAT='%R %U %S'; time { ${command}; }`;
  const ended = spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8', maxBuffer: 1024 ** 3 });
  if (ended.status !== 0)
    throw new Error(`${command} ended with ${ended.status}: ${ended.stdout}\n${ended.stderr}`);
  const [seconds = 0, user = 0, system = 0] = (ended.stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { seconds, cpu: user + system };
}

/** Variables of commands on a local AWS. */
type Variables = NodeJS.ProcessEnv & { FLEET_DIR: string };

const fleet = 'node bin/fleet.js';

/**
 * Runs with a local AWS of its own, whose own work is not counted, in which an environment's foundations and tables stand.
 * @param folder for everything that is written
 */
export function onNewLocalAws<T>(folder: string, environment: string, use: (env: Variables) => T): T {
  const base: Variables = { ...process.env, FLEET_DIR: join(folder, 'fleet') };
  const json = (command: string) => {
    const { stdout, stderr, status } = spawnSync('bash', ['-c', command], {
      cwd: root,
      env: base,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  };
  json(`${fleet} local up --port 0 --json`);
  try {
    const { variables } = json(`${fleet} local env --json`);
    const env: Variables = { ...base, ...variables };
    for (const stack of ['foundation', 'data'])
      taken(`${fleet} rollout --env ${environment} --stack ${stack} --yes --json >/dev/null`, env);
    return use(env);
  } finally {
    json(`${fleet} local down --json`);
  }
}
