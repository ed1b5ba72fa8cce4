import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '../../environments/json-schema';
import type { Problem } from '../../environments/problems';
import { validConfiguration } from '../../scripts/selection/configuration';
import { fleetCheck, rootWith } from './fleet-check';
import { mistakes } from './mistakes';

// `fleet check` as people use it: exit 2 for whatever is wrong, and everything wrong at once.

// Some of these start the command itself.

test.each(mistakes)('$kind: exit 2, reported with file, path and remedy', (mistake) => {
  const root = rootWith([mistake]);
  const { file, path } = mistake;
  const told = { file, path, message: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\w/) };
  expect(() => validConfiguration(root)).toThrow(
    expect.objectContaining({ exitCode: 2, data: { problems: [expect.objectContaining(told)] } }),
  );
});

test('more than 25 kinds of mistakes in many files are reported in one run, without any secret', () => {
  expect(new Set(mistakes.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
  const { status, stdout, stderr } = fleetCheck(rootWith(mistakes), '--json');
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  const { problems } = JSON.parse(stdout).error as { problems: Problem[] };
  const place = ({ file, path }: { file: string; path: string }) => `${file} ${path}`;
  expect(problems.map(place).sort()).toEqual(mistakes.map(place).sort());
  expect(stdout).not.toContain('hunter2');
});

test('people get plain lines on standard error', () => {
  const { status, stdout, stderr } = fleetCheck(rootWith(mistakes));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(
    'environments/test/services/billing.json:11:3 rateLimit = "50"\n  is of the wrong type: string\n',
  );
  const files = new Set(mistakes.map(({ file }) => file)).size;
  expect(stderr).toMatch(
    new RegExp(`\n${mistakes.length} problems in ${files} files; nothing was changed\n$`),
  );
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
});

test('nothing wrong: exit 0', () => {
  const { status, stdout, stderr } = fleetCheck(rootWith([]));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\nno problems\n$/);
});

test('a stale or missing editor schema: exit 2, with the remedy', () => {
  const [first, second] = jsonSchemas() as [{ file: string; text: string }, { file: string }];
  const root = rootWith([]);
  writeFileSync(join(root, first.file), first.text.replace('"string"', '"number"'));
  rmSync(join(root, second.file));
  const { status, stderr } = fleetCheck(root);
  expect(status).toBe(2);
  expect(stderr).toContain(`${first.file}\n  is stale: environments/schema.ts has changed since\n`);
  expect(stderr).toContain(`${second.file}\n  cannot be read: ENOENT\n  remedy: run \`make schema\`\n`);
});
