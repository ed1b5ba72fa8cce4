import { PassThrough } from 'node:stream';
import type { TenantFlags } from '../../../../scripts/tenant/bootstrap/drafts';
import { fillIn, isIncomplete } from '../../../../scripts/tenant/bootstrap/form';

const answers = [
  'hooli',
  'Hooli',
  'eu-central-1 eu-west-1',
  'https://a.example/in',
  'https://a.example/out',
  'admins',
  'ada@a.example',
];

/** Types each line once the question before it has been written. */
function typing(lines: readonly string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...lines];
  let written = '';
  output.on('data', (chunk: Buffer) => {
    written += chunk;
    if (!String(chunk).endsWith(': ')) return;
    const next = left.shift();
    if (next === undefined) input.end();
    else input.write(`${next}\n`);
  });
  return { input, output, written: () => written };
}

test('a form asks for what the flags omit, in order', async () => {
  const terminal = typing(answers.slice(2));
  const flags = { id: 'hooli', name: 'Hooli', env: 'dev' };
  expect(isIncomplete(flags)).toBe(true);
  const filled = await fillIn(flags, terminal);
  expect(filled).toEqual({
    env: 'dev',
    id: 'hooli',
    name: 'Hooli',
    regions: ['eu-central-1', 'eu-west-1'],
    callbackUrls: ['https://a.example/in'],
    logoutUrls: ['https://a.example/out'],
    groups: ['admins'],
    administrator: 'ada@a.example',
  });
  expect(isIncomplete(filled)).toBe(false);
  expect(terminal.written()).not.toContain('organisation');
});

test('after an invalid answer, the question is repeated with the remedy', async () => {
  const terminal = typing(['Hooli!', ...answers]);
  expect((await fillIn<TenantFlags>({}, terminal)).id).toBe('hooli');
  expect(terminal.written()).toContain('use lower-case letters, digits and single hyphens');
});

test('the end of the input ends the form, and nothing is filled in', async () => {
  await expect(fillIn({}, typing(['hooli']))).rejects.toThrow(expect.objectContaining({ exitCode: 130 }));
});
