import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporaryFolder, root } from '../invariants/fleet';

const run = (file: string) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', join(root, 'bin/typescript.js'), file],
    { encoding: 'utf8' },
  );
  return { stdout: stdout.trim(), stderr };
};

test('a file is always compiled as it is now, however often it was compiled before', () => {
  inTemporaryFolder((folder) => {
    const file = join(folder, 'main.ts');
    for (const text of ['one', 'two', 'one', 'one']) {
      writeFileSync(file, `const said: string = '${text}';\nconsole.log(said);\n`);
      expect(run(file)).toEqual({ stdout: text, stderr: '' });
    }
  });
});

test('it imports other files and ES module packages, both only when needed', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'other.ts'), "export const other = 'other' as const;\n");
    writeFileSync(
      join(folder, 'main.ts'),
      `import { other } from './other';
       import { createLogUpdate } from ${JSON.stringify(join(root, 'node_modules/log-update'))};
       void import('./other').then((late) => console.log(other, late.other, typeof createLogUpdate));`,
    );
    expect(run(join(folder, 'main.ts'))).toEqual({ stdout: 'other other function', stderr: '' });
  });
});

test('an error names the line in the source', () => {
  inTemporaryFolder((folder) => {
    const file = join(folder, 'main.ts');
    writeFileSync(file, "interface Nothing {\n  a: string;\n}\n\nthrow new Error('here');\n");
    expect(run(file).stderr).toContain(`${file}:5`);
  });
});
