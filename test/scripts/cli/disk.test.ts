import { explainDisk } from '../../../scripts/cli/disk';
import { failure } from '../../../scripts/cli/errors';

const system = (code: string, message: string, path?: string) =>
  Object.assign(new Error(message), { code, syscall: 'write', path });

test('a full disk is reported with its folder and the remedy, not with --debug', () => {
  expect(
    explainDisk(system('ENOSPC', 'ENOSPC: no space left on device, write'), '/home/ada/.fleet'),
  ).toMatchObject({
    message: 'a file in /home/ada/.fleet cannot be written: ENOSPC: no space left on device, write',
    remedy: 'make room on the disk of /home/ada/.fleet; then run the same command again',
    exitCode: 1,
  });
});

test.each(['EROFS', 'EACCES'])('for a folder that cannot be written, another is suggested: %s', (code) => {
  const error = system(code, `${code}: no, chmod '/f/work'`, '/f/work');
  expect(explainDisk(error, '/f')).toMatchObject({
    message: `/f/work cannot be written: ${code}: no, chmod '/f/work'`,
    remedy: expect.stringMatching(/make \/f\/work writable, or .*FLEET_DIR=\/some\/folder/),
  });
});

test('for a copy, the file that cannot be written is named', () => {
  const error = Object.assign(system('ENOSPC', 'ENOSPC: no', '/f/from'), { dest: '/f/to' });
  expect(explainDisk(error, '/f')).toMatchObject({ message: '/f/to cannot be written: ENOSPC: no' });
});

test('other errors, and those that already have a remedy, are left as they are', () => {
  for (const error of [
    new TypeError('x'),
    failure('full', 'wait'),
    system('ECONNRESET', 'reset'),
    system('EACCES', 'no', '/bin/terraform'),
    undefined,
  ])
    expect(explainDisk(error, '/f')).toBe(error);
});
