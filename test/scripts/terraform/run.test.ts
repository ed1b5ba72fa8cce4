import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformEnvironment } from '../../../scripts/terraform/environment';
import { runTerraform } from '../../../scripts/terraform/run';
import { runningTerraform } from '../../../scripts/terraform/running';
import { executable, tempFolder } from '../temp';

/** A stand-in for Terraform with a "provider" child, both of which record the signals that they get. */
const script = `#!/usr/bin/env node
const { spawn } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const role = process.argv[2] === 'provider' ? 'provider' : 'terraform';
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  appendFileSync('signals', role + ' ' + signal + '\\n');
  if (role === 'provider') process.exit(9);
  console.log(JSON.stringify({ type: 'log', '@message': 'Interrupt received' }));
  // Ends only after the wait that a real one needs for its provider, which it then releases.
  setImmediate(() => { provider.kill('SIGKILL'); process.exit(1); });
});
let provider;
if (role === 'provider') { setInterval(() => {}, 1000); process.send('ready'); }
else if (process.argv[2] === 'plan') {
  console.log(JSON.stringify({ type: 'change_summary', changes: { add: 1, change: 0, remove: 0 } }));
  console.error('a word on standard error');
  console.log(JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', summary: 'no', detail: '' } }));
  process.exit(2);
} else {
  provider = spawn(process.execPath, [__filename, 'provider'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  provider.on('message', () => console.log(JSON.stringify({ type: 'apply_start', hook: { resource: { addr: 'a.b' } } })));
}
`;

function setUp() {
  const cwd = tempFolder();
  const path = executable(cwd, 'terraform with space', script);
  const terraform = {
    tool: { kind: 'terraform', path, version: '1.11.4', platform: 'x' },
    env: process.env,
  } as TerraformEnvironment;
  return { cwd, terraform, log: join(cwd, 'run.log') };
}

test('events, diagnostics and exit code are returned; everything is in the log', async () => {
  const { cwd, terraform, log } = setUp();
  const events: string[] = [];
  const onEvent = ({ type }: { type: string }) => events.push(type);
  const result = await runTerraform(terraform, ['plan', '-out=a b'], {
    cwd,
    log,
    onEvent,
    stop: new AbortController().signal,
    tell: new AbortController().signal,
  });
  expect(result).toMatchObject({
    exitCode: 2,
    diagnostics: [{ summary: 'no' }],
    tail: ['a word on standard error'],
  });
  expect(events.sort()).toEqual(['change_summary', 'diagnostic', 'other']);
  expect(readFileSync(log, 'utf8')).toContain('a word on standard error');
});

test('an interrupt reaches Terraform once, as SIGINT, and never its provider; its end is waited for', async () => {
  const { cwd, terraform, log } = setUp();
  const stop = new AbortController();
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'apply_start') stop.abort();
  };
  const result = await runTerraform(terraform, ['apply'], {
    cwd,
    log,
    onEvent,
    stop: stop.signal,
    tell: stop.signal,
  });
  expect(result).toMatchObject({ exitCode: 1, tail: ['Interrupt received'] });
  expect(readFileSync(join(cwd, 'signals'), 'utf8')).toBe('terraform SIGINT\n');
});

test('after an interrupt, nothing is started', async () => {
  const { cwd, terraform, log } = setUp();
  const result = await runTerraform(terraform, ['plan'], {
    cwd,
    log,
    stop: AbortSignal.abort(),
    tell: AbortSignal.abort(),
  });
  expect(result.exitCode).toBe(130);
  expect(existsSync(log)).toBe(false);
});

test('if following it fails, Terraform continues, and the next command finds it', async () => {
  const { cwd, terraform, log } = setUp();
  const signal = new AbortController().signal;
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'apply_start') throw new Error('the log is gone');
  };
  await expect(
    runTerraform(terraform, ['apply'], { cwd, log, onEvent, stop: signal, tell: signal }),
  ).rejects.toThrow('the log is gone');
  const left = runningTerraform(cwd);
  expect(left?.args).toEqual(['apply']);
  process.kill(-(left?.pid ?? 0), 'SIGKILL');
});
