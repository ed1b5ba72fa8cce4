const { readdirSync, readFileSync } = require('node:fs');

/** The variable that identifies every process of a test run: child processes inherit it. */
const marker = 'FLEET_TEST_RUN';

/** Ids and command lines of a test run's processes, except `but`. Linux only; elsewhere none are found. */
function marked(run, but = []) {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    try {
      if (but.includes(Number(pid))) return [];
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (!environment.includes(`${marker}=${run}`)) return [];
      return [
        { pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') },
      ];
    } catch {
      // It has ended, or belongs to another user.
      return [];
    }
  });
}

module.exports = { marker, marked };
