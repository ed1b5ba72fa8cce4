import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundle, bundleAuthorizer } from '../../functions/bundle';
import type { AuthorizerRoute, BundledFunction } from '../../functions/catalogue';
import { context } from './events';
import { linesOf } from './log';
import { secrets } from './store';

function unpack(folder: string, { name, zipPath }: BundledFunction): void {
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zipPath))))
    writeFileSync(join(folder, file === 'index.js' ? `${name}.js` : file), bytes);
}

/** Writes the code of every zip to the folder, as `<name>.js`. */
export function unpackBundles(folder: string): void {
  for (const zip of bundle(folder)) unpack(folder, zip);
  unpackAuthorizer(folder, []);
}

/** Writes the authorizer's code to the folder, with its routes beside it. */
export const unpackAuthorizer = (folder: string, routes: readonly AuthorizerRoute[]): void =>
  unpack(folder, bundleAuthorizer(folder, 'dev', routes, 'Payments'));

/** Runs a function's file in plain Node, with the variables that Lambda sets and `env`; `before` runs first. */
export async function runBundle(
  folder: string,
  name: string,
  event: unknown,
  env: Record<string, string>,
  before = '',
) {
  const script = `${before};
    const { handler } = require(${JSON.stringify(join(folder, `${name}.js`))});
    handler(${JSON.stringify(event)}, ${JSON.stringify(context)}).then(
      (answer) => console.log(JSON.stringify({ answer })),
      (error) => console.log(JSON.stringify({ error: error.message })));`;
  const child = spawn(process.execPath, ['--no-warnings', '-e', script], {
    cwd: folder,
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      LAMBDA_TASK_ROOT: folder,
      ...secrets,
      AWS_SESSION_TOKEN: 'planted-session-token',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const { lines, metrics } = linesOf(output);
  const all = output.split('\n').filter((line) => line !== '');
  const last = all.map((line) => (line.startsWith('{"') ? JSON.parse(line) : undefined)).at(-1);
  const chatter = all.filter((line) => !line.startsWith('{"'));
  return { code, output, last, log: lines, metrics, chatter };
}
