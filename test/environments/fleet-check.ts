import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { jsonSchemas } from '../../environments/json-schema';
import { render, writeFiles } from './fixture';
import { fullTree } from './full';
import type { Mistake } from './mistakes';

/** A root with the full tree after some mistakes, and with up-to-date editor schemas. */
export function rootWith(made: readonly Mistake[]): string {
  const tree = fullTree();
  for (const { make } of made) make(tree);
  for (const { file, text } of jsonSchemas()) tree.files[file] = text;
  return writeFiles(render(tree));
}

/** Runs the real command on a root other than the project's own. One that hangs is killed: its status is null. */
export function fleetCheck(root: string, ...flags: string[]) {
  const project = join(__dirname, '../..');
  const program = `require('./bin/typescript'); require('./scripts/fleet').main(${JSON.stringify(root)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program, '--', 'check', ...flags], {
    cwd: project,
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  return { status, stdout, stderr };
}
