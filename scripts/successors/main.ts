/**
 * Builds a copy of the project, under `.fleet/successors`, with each candidate to succeed CDKTF, and reports compiler
 * errors and differences in the Terraform. Run it with `make successors`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, candidates } from './candidates';
import { copyProject, linkOldNames } from './copy';
import { differencesOf } from './differences';

const root = join(__dirname, '../..');
const work = join(root, '.fleet', 'successors');

function run(cwd: string, command: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, text: `${stdout}${stderr}` };
}

function must(...call: Parameters<typeof run>): void {
  const { status, text } = run(...call);
  if (status !== 0) throw new Error(`${call[1]} ${call[2].join(' ')} failed in ${call[0]}:\n${text}`);
}

/** Synthesizes the project in a folder and returns its documents by stack. */
function synthesized(folder: string, node: string) {
  const outdir = join(work, 'out');
  rmSync(outdir, { recursive: true, force: true });
  must(folder, node, ['--require', './bin/typescript.js', 'main.ts'], { CDKTF_OUTDIR: outdir });
  return Object.fromEntries(
    readdirSync(join(outdir, 'stacks')).map((id) => [
      id,
      JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')),
    ]),
  );
}

function tryOut(candidate: Candidate, ours: ReturnType<typeof synthesized>): void {
  const { name, packages } = candidate;
  console.log(
    `\n== ${name}: ${Object.entries(packages)
      .map((each) => each.join('@'))
      .join(', ')}`,
  );
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  copyProject(root, folder, candidate);
  must(folder, 'npm', ['install', '--legacy-peer-deps', '--no-package-lock', '--no-audit', '--no-fund']);
  linkOldNames(folder, candidate);

  const { status, text } = run(folder, process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    '.',
  ]);
  console.log(status === 0 ? 'compiles' : `compiler errors:\n${text.trim()}`);

  const own = join(folder, 'node_modules/node/bin/node');
  const differences = differencesOf(ours, synthesized(folder, existsSync(own) ? own : process.execPath));
  console.log(
    `differences in the Terraform of ${Object.keys(ours).length} stacks: ${differences.length || 'none'}`,
  );
  for (const { path, ours, theirs, count } of differences)
    console.log(`  ${path} (${count} times): ${ours.slice(0, 200)} becomes ${theirs.slice(0, 200)}`);
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const ours = synthesized(root, process.execPath);
for (const candidate of candidates) tryOut(candidate, ours);
