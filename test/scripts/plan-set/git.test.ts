import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { authorsSince, revisionIn, revisionOf } from '../../../scripts/plan-set/git';
import { tempFolder } from '../temp';

/** A repository in which each of these people has made a commit. */
function repository(...people: string[]) {
  const root = tempFolder();
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=x', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: root });
    if (status !== 0) throw new Error(String(stderr));
    return String(stdout).trim();
  };
  git('init', '-q');
  const commits = people.map((email) => {
    writeFileSync(join(root, email), '');
    git('add', '-A');
    git('-c', `user.email=${email}`, 'commit', '-q', '-m', 'x');
    return git('rev-parse', 'HEAD');
  });
  return { root, git, commits };
}

test('a revision is the commit, and whether files differ from it', () => {
  const { root, commits } = repository('ada@example.com');
  expect(revisionIn(root)).toEqual({ commit: commits[0], clean: true });
  writeFileSync(join(root, 'x'), '');
  expect(revisionOf(root)).toBe(`${commits[0]}-dirty`);
  expect(revisionOf(tempFolder())).toBeNull();
});

test('authors are those of the commits since, whatever was uncommitted then', () => {
  const { root, commits } = repository('ada@example.com', 'Grace@example.com', 'joan@example.com');
  const [first = '', second = '', third = ''] = commits;
  expect(authorsSince(root, [`${first}-dirty`])).toEqual(['grace@example.com', 'joan@example.com']);
  expect(authorsSince(root, [second])).toEqual(['joan@example.com']);
  expect(authorsSince(root, [second, first])).toEqual(['grace@example.com', 'joan@example.com']);
  expect(authorsSince(root, [third])).toEqual([]);
  expect(authorsSince(root, [])).toEqual(['joan@example.com']);
});

test('whoever commits an approval is not an author of what it approves', () => {
  const { root, git, commits } = repository('ada@example.com');
  const commit = (email: string, file: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
    git('add', '-A');
    git('-c', `user.email=${email}`, 'commit', '-q', '-m', 'x');
  };
  commit('grace@example.com', 'environments/prod/approvals/pool.json');
  expect(authorsSince(root, [commits[0] as string])).toEqual([]);
  commit('joan@example.com', 'environments/prod/tenants/acme.json');
  expect(authorsSince(root, [commits[0] as string])).toEqual(['joan@example.com']);
});

test('whoever has uncommitted changes is an author, too', () => {
  const { root, git, commits } = repository('ada@example.com');
  git('config', 'user.email', 'edsger@example.com');
  writeFileSync(join(root, 'x'), '');
  expect(authorsSince(root, [commits[0] as string])).toEqual(['edsger@example.com']);
});

test('unknown outside git, and from a missing commit', () => {
  const { root } = repository('ada@example.com');
  expect(authorsSince(tempFolder(), [])).toBeNull();
  expect(authorsSince(root, ['0'.repeat(40)])).toBeNull();
  expect(authorsSince(root, [null])).toBeNull();
});
