// Preloaded into a measured process: tells what it used, as it ends.
const { writeFileSync } = require('node:fs');

const used = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const start = used();
let before = 0;
// Work that only the benchmark asks for is taken off.
process.on('bench-begins', () => {
  before = used() - start;
});

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(
    process.env.BENCH_USAGE,
    JSON.stringify({ seconds: (userCPUTime + systemCPUTime - before) / 1e6, megabytes: maxRSS / 1024 }),
  );
});
