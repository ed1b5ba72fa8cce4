import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { toProblem } from '../../environments/loading/finding';
import { decodeText } from '../../environments/loading/text-file';
import { formatProblems } from '../../environments/problems';
import { failure, usageError } from '../cli/errors';
import { type FileTexts, isPolicyPath, policyFolders } from './files';

/** Far more than AWS accepts: policies are small. */
const maxBuffer = 256 * 1024 * 1024;

/** Runs git in the project, without a shell. Throws if git is not installed. */
function git(root: string, args: string[], input?: string): SpawnSyncReturns<Buffer> {
  const ended = spawnSync('git', args, { cwd: root, input, maxBuffer });
  if (ended.error)
    throw usageError(`cannot run git: ${ended.error.message}`, 'install git, or compare with --deployed');
  return ended;
}

const wordsOf = ({ stderr, stdout }: SpawnSyncReturns<Buffer>) =>
  String(stderr).trim() || String(stdout).trim();

/** The commit of a revision. Throws a usage error if there is none. */
function commitOf(root: string, revision: string): string {
  const inside = git(root, ['rev-parse', '--is-inside-work-tree']);
  if (inside.status !== 0)
    throw usageError(
      `this project is not a git checkout: ${wordsOf(inside)}`,
      'run it in a clone, or compare with --deployed --env <env>',
    );
  const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (found.status !== 0)
    throw usageError(
      `there is no revision "${revision}" in git`,
      'use a commit, branch or tag; a shallow clone has only a few: git fetch --unshallow',
    );
  return String(found.stdout).trim();
}

/** Contents of objects, in the given order: `git cat-file --batch` writes a header line for each, then its bytes. */
function contentsOf(root: string, objects: readonly string[]): Buffer[] {
  const ended = git(root, ['cat-file', '--batch'], objects.map((object) => `${object}\n`).join(''));
  if (ended.status !== 0) throw failure(`git cat-file failed: ${wordsOf(ended)}`);
  let rest = ended.stdout;
  return objects.map((object) => {
    const end = rest.indexOf('\n');
    const size = / blob (\d+)$/.exec(rest.subarray(0, end).toString())?.[1];
    // A partial clone (`--filter`) may not have it.
    if (size === undefined) throw failure(`git object ${object} is missing`, 'fetch it: git fetch');
    const body = rest.subarray(end + 1, end + 1 + Number(size));
    rest = rest.subarray(end + 1 + Number(size) + 1);
    return body;
  });
}

/**
 * The files that defined policy stores at a revision, and the commit id. They are read from git: nothing is checked out,
 * and no code of that revision runs. Throws a usage error if there is no such revision, or it has no policies.
 */
export function filesAt(root: string, revision: string): { commit: string; files: FileTexts } {
  const commit = commitOf(root, revision);
  // Paths are relative to the project, even if it is in a subfolder of its repository.
  const listed = git(root, ['ls-tree', '-r', '-z', commit, '--', ...policyFolders]);
  if (listed.status !== 0) throw failure(`git ls-tree failed: ${wordsOf(listed)}`);
  const entries = String(listed.stdout)
    .split('\0')
    .flatMap((line) => {
      // Only regular files: a symbolic link could point outside the project.
      const [, object, path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return object && isPolicyPath(path) ? [{ object, path }] : [];
    });
  if (!entries.some(({ path }) => path.startsWith('stacks/policies/')))
    throw usageError(
      `there is no folder stacks/policies at ${revision} (${commit.slice(0, 12)})`,
      'use a later revision that has policies',
    );
  const contents = contentsOf(
    root,
    entries.map(({ object }) => object),
  );
  const texts = entries.map(({ path }, index) => ({ path, ...decodeText(path, contents[index] as Buffer) }));
  const problems = texts.flatMap(({ findings }) => findings.map((finding) => toProblem(finding, undefined)));
  if (problems.length > 0)
    throw usageError(
      `${revision} (${commit.slice(0, 12)}):\n${formatProblems(problems)}`,
      'compare with another revision',
    );
  return { commit, files: new Map(texts.map(({ path, text }) => [path, text as string])) };
}
