import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../../../scripts/cli/process-identity';
import { recordRunning, runningTerraform } from '../../../scripts/terraform/running';
import { waitForEarlier } from '../../../scripts/terraform/wait-for-earlier';
import { tempFolder } from '../temp';

/** A process that writes lines like Terraform's, and ends when told to. */
const script = `
process.on('SIGINT', () => { console.log('interrupted'); process.exit(1); });
process.on('SIGUSR2', () => {
  console.log(JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', summary: 'Access denied', detail: '' } }));
  process.exit(1);
});
console.log(JSON.stringify({ type: 'apply_complete', hook: { resource: { addr: 'a.b' } } }));
setInterval(() => {}, 1000);
`;

/** A folder in which an earlier command left such a process running. */
function leftBehind() {
  const folder = tempFolder();
  const log = join(folder, 'run.log');
  const output = openSync(log, 'a');
  const { pid = 0 } = spawn(process.execPath, ['-e', script], { stdio: ['ignore', output, output] });
  const identity = processIdentity(pid) ?? '';
  recordRunning(folder, {
    pid,
    identity,
    args: ['apply'],
    log,
    offset: 0,
    startedAt: '2026-11-27T10:00:00Z',
  });
  return { folder, pid };
}

test('it says what is still running, follows its progress, and reports its errors', async () => {
  const { folder, pid } = leftBehind();
  const phases: string[] = [];
  const report = (phase: string, detail = '') => {
    phases.push(`${phase} ${detail}`.trim());
    if (detail) process.kill(pid, 'SIGUSR2');
  };
  const tell = new AbortController().signal;
  const note = await waitForEarlier(folder, { id: 'dev-x', tell, report });
  expect(phases).toEqual([
    `apply of an earlier command is still running (process ${pid}), waiting`,
    `following apply (process ${pid}) 1 done`,
  ]);
  expect(note).toMatch(
    /terraform apply of dev-x, started at 2026-11-27T10:00:00Z .* ended with errors:\nAccess denied/,
  );
  expect(runningTerraform(folder)).toBeUndefined();
});

test('an interrupt is passed on to it, and then it is waited for', async () => {
  const { folder, pid } = leftBehind();
  const stop = new AbortController();
  const report = (_: string, detail?: string) => {
    if (detail) stop.abort();
  };
  await expect(waitForEarlier(folder, { id: 'dev-x', tell: stop.signal, report })).rejects.toMatchObject({
    exitCode: 130,
  });
  expect(processIdentity(pid)).toBeUndefined();
});

test('another process with the same id, a torn record and a missing one are not waited for', async () => {
  const report = jest.fn();
  const tell = new AbortController().signal;
  const folder = tempFolder();
  expect(await waitForEarlier(folder, { id: 'dev-x', tell, report })).toBeUndefined();
  const running = { args: ['apply'], log: 'none', offset: 0, startedAt: '' };
  recordRunning(folder, { ...running, pid: process.pid, identity: 'of an earlier boot 4711' });
  expect(existsSync(join(folder, 'running.json'))).toBe(true);
  expect(await waitForEarlier(folder, { id: 'dev-x', tell, report })).toBeUndefined();
  expect(report).not.toHaveBeenCalled();
});
