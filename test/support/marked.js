const { readdirSync, readFileSync } = require('node:fs');

/** The variable by which every process of a test run is known: processes inherit it, whoever starts them. */
const marker = 'FLEET_TEST_RUN';

/** Processes of a test run, other than `but`: their ids and command lines. Linux only; elsewhere none are found. */
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
      // It has ended, or is somebody else's.
      return [];
    }
  });
}

module.exports = { marker, marked };
