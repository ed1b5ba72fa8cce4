import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivalsOf } from '../../../scripts/capacity/arrivals';
import { tempFolder } from '../temp';

function repository() {
  const root = tempFolder();
  const folder = join(root, 'environments/dev/tenants');
  mkdirSync(folder, { recursive: true });
  const git = (args: readonly string[], env = {}) => {
    const all = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args];
    const { status, stderr } = spawnSync('git', all, { cwd: root, env: { ...process.env, ...env } });
    if (status !== 0) throw new Error(String(stderr));
  };
  git(['init', '-q']);
  return {
    root,
    git,
    commit(date: string, change: { add?: string[]; remove?: string[] }) {
      for (const id of change.add ?? []) writeFileSync(join(folder, `${id}.json`), date);
      for (const id of change.remove ?? []) rmSync(join(folder, `${id}.json`));
      git(['add', '-A']);
      git(['commit', '-q', '-m', 'x'], { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date });
    },
    folder,
  };
}
const dates = (root: string) =>
  Object.fromEntries([...arrivalsOf(root, 'dev').at].map(([id, at]) => [id, at.toISOString()]));

test('a tenant arrives on the day its file was last created, and changes do not count', () => {
  const { root, folder, commit } = repository();
  commit('2026-01-01T00:00:00Z', { add: ['acme', 'globex'] });
  mkdirSync(join(folder, 'acme'));
  writeFileSync(join(folder, 'acme', 'decisions.json'), '');
  commit('2026-02-01T00:00:00Z', { add: ['acme'], remove: ['globex'] });
  commit('2026-03-01T00:00:00Z', { add: ['globex'] });
  writeFileSync(join(folder, 'new.json'), '');
  expect(dates(root)).toEqual({
    acme: '2026-01-01T00:00:00.000Z',
    globex: '2026-03-01T00:00:00.000Z',
  });
});

test('nothing is known outside git or in a shallow clone, and the result says so', () => {
  expect(arrivalsOf(tempFolder(), 'dev')).toMatchObject({ why: 'this is no git repository' });
  const { root, commit, git } = repository();
  commit('2026-01-01T00:00:00Z', { add: ['acme'] });
  commit('2026-02-01T00:00:00Z', { add: ['globex'] });
  const clone = join(tempFolder(), 'clone');
  git(['clone', '-q', '--depth', '1', `file://${root}`, clone]);
  expect(arrivalsOf(clone, 'dev')).toMatchObject({ why: expect.stringContaining('shallow') });
});
