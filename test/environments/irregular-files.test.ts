import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import { largestFile, readText } from '../../environments/loading/text-file';
import type { Problem } from '../../environments/problems';
import { filesUnder } from '../../scripts/policy/files';
import { validConfiguration } from '../../scripts/selection/configuration';
import { storeKinds } from '../../stacks/policies/cedar';
import { fleetCheck, rootWith } from './fleet-check';

// Things with a file's name that are not files, or that lead elsewhere: each is one problem, reported at once.

// Some of these start the command itself.

const pipe = (path: string) => {
  mkdirSync(dirname(path), { recursive: true });
  execFileSync('mkfifo', [path]);
};

/** A socket whose server is gone. */
const socket = (path: string) =>
  spawnSync(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]);

const huge = (path: string) => {
  writeFileSync(path, '');
  truncateSync(path, 50_000_000);
};

const link = {
  message: 'is a symbolic link, or is behind one',
  remedy: 'put the file or folder itself here: what is generated must not depend on anything outside',
};
const regular = (kind: string) => ({
  message: `is ${kind}, not a regular file`,
  remedy: 'put a regular file here, or remove it',
});
const tooBig = { message: 'is too big: 50000000 bytes', remedy: 'use at most 1000000 bytes' };

const tenants = 'environments/test/tenants';

/** What is where, and what is reported about it; `make` replaces what was there. */
const irregular: [kind: string, file: string, make: (path: string) => void, told: Partial<Problem>][] = [
  ['pipe', 'environments/test/tenants/pipe.json', pipe, regular('a named pipe')],
  ['pipe as an environment', 'environments/next.ts', pipe, regular('a named pipe')],
  ['pipe among policies', `${tenants}/acme/pipe.cedar`, pipe, regular('a named pipe')],
  ['pipe of decisions', `${tenants}/globex/decisions.json`, pipe, regular('a named pipe')],
  ['pipe in a kind’s folder', 'stacks/policies/tenant/pipe.cedar', pipe, regular('a named pipe')],
  ['socket', `${tenants}/socket.json`, socket, regular('a socket')],
  ['huge tenant', `${tenants}/huge.json`, huge, tooBig],
  ['huge policy', `${tenants}/acme/huge.cedar`, huge, tooBig],
  [
    'folder with a file’s name',
    `${tenants}/folder.json`,
    (path) => mkdirSync(path),
    { message: 'no folder of this name is read here' },
  ],
  [
    'folder with a policy’s name',
    'stacks/policies/internal/folder.cedar',
    (path) => mkdirSync(path),
    regular('a folder'),
  ],
  ['link that leads out', `${tenants}/passwd.json`, (path) => symlinkSync('/etc/passwd', path), link],
  ['link inside the tree', `${tenants}/alias.json`, (path) => symlinkSync('acme.json', path), link],
  ['link that leads nowhere', `${tenants}/gone.json`, (path) => symlinkSync('nowhere.json', path), link],
  ['link to an environment', 'environments/live.ts', (path) => symlinkSync('test.ts', path), link],
  ['link in a circle', `${tenants}/loop.json`, (path) => symlinkSync('loop.json', path), link],
  ['link to a folder', `${tenants}/hooli`, (path) => symlinkSync(tmpdir(), path), link],
  ['link to a policy', 'stacks/policies/tenant/link.cedar', (path) => symlinkSync('/etc/passwd', path), link],
  ['link to a device', `${tenants}/zero.json`, (path) => symlinkSync('/dev/zero', path), link],
];

/** The full tree with policies of its own, so that a kind's folder can be broken. */
function rootWithPolicies(): string {
  const root = rootWith([]);
  execFileSync('cp', ['-r', join(__dirname, '../../stacks/policies'), join(root, 'policies')]);
  for (const kind of storeKinds) {
    mkdirSync(join(root, 'stacks/policies'), { recursive: true });
    renameSync(join(root, 'policies', kind), join(root, 'stacks/policies', kind));
  }
  rmSync(join(root, 'policies'), { recursive: true });
  return root;
}

test('whatever kind of file has the name, check reports one problem each and never hangs', () => {
  const root = rootWithPolicies();
  for (const [, file, make] of irregular) {
    rmSync(join(root, file), { force: true });
    make(join(root, file));
  }
  const { status, stdout, stderr } = fleetCheck(root, '--json');
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  const { problems } = JSON.parse(stdout).error as { problems: Problem[] };
  for (const [kind, file, , told] of irregular) {
    const own = problems.filter((problem) => problem.file === file);
    expect([kind, own]).toMatchObject([kind, [{ file, ...told }]]);
  }
  expect(problems).toHaveLength(irregular.length);
  expect(stdout).not.toContain('root:x:0:0');
});

test('a device is not opened', () => {
  expect(readText('/dev', 'zero')).toMatchObject({ text: undefined, findings: [regular('a device')] });
});

test('a file may have as many bytes as the message says, and no more', () => {
  const root = rootWith([]);
  const file = `${tenants}/long.json`;
  writeFileSync(join(root, file), ' '.repeat(largestFile));
  expect(loadEnvironments(root).problems).toMatchObject([{ file, message: 'is empty' }]);
  writeFileSync(join(root, file), ' '.repeat(largestFile + 1));
  expect(loadEnvironments(root).problems).toMatchObject([{ file, message: 'is too big: 1000001 bytes' }]);
});

test('a checkout behind a link is read like any other; a linked folder in it is not', () => {
  const root = rootWith([]);
  const linked = `${root}-linked`;
  symlinkSync(root, linked);
  try {
    expect(validConfiguration(linked)).toHaveLength(2);
    renameSync(join(root, 'environments'), join(root, 'elsewhere'));
    symlinkSync('elsewhere', join(root, 'environments'));
    expect(loadEnvironments(linked).problems).toMatchObject([{ file: 'environments', ...link }]);
  } finally {
    rmSync(linked);
  }
});

test('policy diff reads the working tree in the same way', () => {
  const root = rootWithPolicies();
  pipe(join(root, `${tenants}/acme/pipe.cedar`));
  expect(() => filesUnder(root)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      data: { problems: [expect.objectContaining({ file: `${tenants}/acme/pipe.cedar` })] },
    }),
  );
  rmSync(join(root, `${tenants}/acme/pipe.cedar`));
  const kinds = filesUnder(root).size;
  writeFileSync(join(root, `${tenants}/acme/open.cedar`), 'permit (principal, action, resource);');
  expect(filesUnder(root).size).toBe(kinds + 1);
  renameSync(join(root, 'environments'), join(root, 'elsewhere'));
  symlinkSync('elsewhere', join(root, 'environments'));
  expect(() => filesUnder(root)).toThrow(
    expect.objectContaining({
      data: { problems: [expect.objectContaining({ file: `${tenants}/acme/open.cedar`, ...link })] },
    }),
  );
});

test('a linked folder of a kind is one problem', () => {
  const root = rootWithPolicies();
  renameSync(join(root, 'stacks/policies/tenant'), join(root, 'elsewhere'));
  symlinkSync('../../elsewhere', join(root, 'stacks/policies/tenant'));
  expect(() => validConfiguration(root)).toThrow(
    expect.objectContaining({
      data: { problems: [expect.objectContaining({ file: 'stacks/policies/tenant', ...link })] },
    }),
  );
});

test('an editor schema that is not a file is reported, and the named command recreates it', () => {
  const root = rootWith([]);
  const file = 'environments/tenant.schema.json';
  rmSync(join(root, file));
  pipe(join(root, file));
  expect(() => validConfiguration(root)).toThrow(
    expect.objectContaining({
      data: {
        problems: [
          expect.objectContaining({
            file,
            message: 'is a named pipe, not a regular file',
            remedy: 'run `make schema`',
          }),
        ],
      },
    }),
  );
});

/** Runs as someone to whom the file system can refuse something. */
function asNobody<T>(act: () => T): T {
  const own = process.geteuid?.();
  if (own !== 0) return act();
  process.seteuid?.('nobody');
  try {
    return act();
  } finally {
    process.seteuid?.(own);
  }
}

test('an unreadable file is a problem with its reason', () => {
  const root = rootWith([]);
  chmodSync(root, 0o755);
  const file = `${tenants}/acme.json`;
  chmodSync(join(root, file), 0);
  expect(asNobody(() => readText(root, file))).toMatchObject({
    text: undefined,
    findings: [{ message: 'cannot be read: EACCES', remedy: 'make it a readable file, or remove it' }],
  });
});
