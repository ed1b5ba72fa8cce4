const { spawn } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { join } = require('node:path');
const { marker } = require('./marked');

/** Jest's global setup: marks the run, and starts the reaper. */
module.exports = async () => {
  // One for all projects of a run; a run inside a test has its own.
  if (process.env[marker] && process.env.FLEET_TEST_REAPED === String(process.pid)) return;
  const { [marker]: _, ...env } = process.env;
  const run = randomUUID();
  const child = spawn(process.execPath, [join(__dirname, 'reaper.js'), run], {
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  child.stdin.unref();
  process.env[marker] = run;
  process.env.FLEET_TEST_REAPED = String(process.pid);
};
