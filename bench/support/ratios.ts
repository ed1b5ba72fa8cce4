/** Upper limits of the ratios that docs/performance.md documents. A benchmark that exceeds one fails. */
export const documented = {
  'synth of 100 tenants to bare CDKTF': 2,
  'synth of 1,000 tenants to bare CDKTF': 0.9,
  'synth of 3,000 tenants to bare CDKTF': 0.65,
  'synth of 100 tenants to JSON.stringify': 400,
  'synth of 1,000 tenants to JSON.stringify': 130,
  'synth of 3,000 tenants to JSON.stringify': 90,
  'memory of 100 tenants to bare CDKTF': 2,
  'memory of 1,000 tenants to bare CDKTF': 1.4,
  'memory of 3,000 tenants to bare CDKTF': 0.8,
  'fleet --help to node -e 0': 3,
  'fleet --help to one compiled file': 2,
  'fleet check to node -e 0': 12,
  'loading a tenant of 5,000 to one of 100': 1.2,
  'start of a function to an empty file': 2.5,
  'a cached decision to its verification': 2,
  'review of 300 stacks to JSON of them': 30,
  'seconds of a review of 300 stacks to 5': 1,
  'memory of a review of 300 stacks to 500 MB': 1,
  'time of a tenant in a cell of 100 to a stack of its own': 0.1,
  'CPU of a tenant in a cell of 100 to a stack of its own': 0.12,
  'rollout of a cell of 100 to its calls through the SDK': 2.5,
  'CPU of a rollout to a shell loop': 1.2,
  'time of a rollout to a shell loop': 1.1,
  'time of a rollout to cdktf deploy': 0.9,
  'time of a rollout with barriers to one without': 1.6,
} as const;

/** Prints a ratio beside its documented limit, and makes the run fail if it exceeds it. */
export function check(name: keyof typeof documented, ratio: number): void {
  const most = documented[name];
  const missed = !(ratio <= most);
  if (missed) process.exitCode = 1;
  console.log(`${missed ? 'MISSED' : 'ok'}: ${name}: ${ratio.toFixed(2)}, documented at most ${most}`);
}
