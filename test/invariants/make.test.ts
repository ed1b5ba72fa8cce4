import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The test files that a target runs, as jest itself reads its command line. */
function filesOf(...target: string[]): string[] {
  const { stdout: commands } = spawnSync('make', ['-n', ...target], { cwd: root, encoding: 'utf8' });
  const [command] = commands.split('\n').filter((line) => line.includes('jest ') && line.includes('long'));
  const { stdout } = spawnSync('bash', ['-c', `${command} --listTests`], { cwd: root, encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(root))
    .map((file) => file.slice(root.length + 1))
    .sort();
}

test.each([
  [
    ['edits'],
    [
      'fleet/canary.long.ts',
      'fleet/killed.long.ts',
      'fleet/rights.long.ts',
      'fleet/upgrade.long.ts',
      'flows/changes.long.ts',
      'review/fleet-wide.long.ts',
      'review/hidden.long.ts',
      'review/plan.long.ts',
      'stacks/pipeline-provider.long.ts',
    ],
  ],
  [['kills'], ['memory/kills.long.ts', 'memory/trouble.long.ts', 'memory/types.long.ts']],
  [['runners'], ['runners/four.long.ts']],
  [
    ['tenants'],
    ['tenant/bootstrap.long.ts', 'tenant/life.long.ts', 'tenant/many.long.ts', 'tenant/production.long.ts'],
  ],
  [['rotations'], ['rotate/rotations.long.ts', 'rotate/saml.long.ts']],
  [['kills', 'ONLY=types'], ['memory/types.long.ts']],
  [['quotas'], ['quotas/calls.long.ts', 'quotas/faults.long.ts', 'quotas/hundred.long.ts']],
  [['quotas', 'ONLY=faults'], ['quotas/faults.long.ts']],
])('make %j runs its tests, and no others', (target, files) => {
  expect(filesOf(...target)).toEqual(files.map((file) => `test/e2e/${file}`));
});
