import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const { marked, marker }: { marked(run: string): object[]; marker: string } = require('./marked');

/** A minimal test run: it starts the reaper, then a process that would outlive it. */
const script = `
require(${JSON.stringify(join(__dirname, 'start-reaper.js'))})().then(() => {
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref();
  console.log(process.env.${marker});
  setInterval(() => {}, 1000);
});`;

test('a killed test run leaves no process behind, not even one with its own session', async () => {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const run = String(line).trim();
  expect(marked(run)).toHaveLength(1);
  child.kill('SIGKILL');
  while (marked(run).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});
