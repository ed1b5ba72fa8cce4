// Preloaded into a measured process: writes down its resource usage when it exits.
const { writeFileSync } = require('node:fs');

const used = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const start = used();
let before = 0;
// Excludes work that only the benchmark needs.
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
