import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { filesOf, inTemporaryFolder, root } from '../../invariants/fleet';

/** These tests do not use the network. */
const offline = { CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', CI: '1' };

test('the real `cdktf synth` and `fleet synth` write the same files with the same bytes', () => {
  inTemporaryFolder((folder) => {
    const run = (file: string, args: string[], env: Record<string, string> = {}) =>
      execFileSync(process.execPath, [join(root, file), ...args], {
        cwd: root,
        env: { ...process.env, ...offline, ...env },
        stdio: 'pipe',
      });
    run('node_modules/cdktf-cli/bundle/bin/cdktf', ['synth', '--output', join(folder, 'cdktf')]);
    run('bin/fleet.js', ['synth'], { FLEET_DIR: join(folder, 'fleet') });

    const real = filesOf(join(folder, 'cdktf'));
    const ours = filesOf(join(folder, 'fleet', 'cdktf.out'));
    expect([...ours.keys()]).toEqual([...real.keys()]);
    for (const [path, bytes] of real)
      expect({ path, same: ours.get(path)?.equals(bytes) }).toEqual({ path, same: true });
  });
});
