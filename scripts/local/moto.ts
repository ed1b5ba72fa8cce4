import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findMoto, isExecutable, motoPackage } from '../../local/moto-process';

const venvIn = (root: string) => join(root, '.fleet', 'venv');

/** Path of `moto_server`: `MOTO_SERVER`, else on PATH, else in the project's venv; undefined if not found. */
export function motoFor(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const own = join(venvIn(root), 'bin', 'moto_server');
  return findMoto(env) ?? (!env.MOTO_SERVER && isExecutable(own) ? own : undefined);
}

/**
 * Installs moto into `.fleet/venv` of the project and returns its `moto_server`.
 * Throws, with the end of pip's output, when python3, its venv module, pip or the network is missing.
 */
export async function installMoto(root: string, env: NodeJS.ProcessEnv): Promise<string> {
  const venv = venvIn(root);
  const run = promisify(execFile);
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', venv]],
    [join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', motoPackage]],
  ];
  for (const [command, args] of steps) {
    await run(command, args, { env }).catch((error: Error & { code?: string; stderr?: string }) => {
      const words = error.code === 'ENOENT' ? `${command} not found` : (error.stderr ?? error.message).trim();
      throw new Error(
        `moto could not be installed into .fleet/venv: "${command} ${args.join(' ')}" failed.\n` +
          `${words.split('\n').slice(-5).join('\n')}\n` +
          `Install Python 3.9 or later with venv and pip, check the network, or install moto yourself: pip install '${motoPackage}'`,
      );
    });
  }
  return join(venv, 'bin', 'moto_server');
}
