/** Every ratio that docs/performance.md promises, at most. A benchmark that misses one fails. */
export const documented = {
  'synth of 100 tenants to bare CDKTF': 3.5,
  'synth of 1,000 tenants to bare CDKTF': 1.05,
  'synth of 3,000 tenants to bare CDKTF': 0.7,
  'synth of 100 tenants to JSON.stringify': 800,
  'synth of 1,000 tenants to JSON.stringify': 200,
  'synth of 3,000 tenants to JSON.stringify': 120,
  'memory of 100 tenants to bare CDKTF': 2.5,
  'memory of 1,000 tenants to bare CDKTF': 1.5,
  'memory of 3,000 tenants to bare CDKTF': 1.5,
  'fleet --help to node -e 0': 3,
  'fleet --help to one compiled file': 2,
  'fleet check to node -e 0': 12,
  'loading a tenant of 5,000 to one of 100': 1.2,
  'start of a function to an empty file': 2.5,
  'a kept decision to its verification': 2,
} as const;

/** Prints a ratio beside the documented one, and fails the run when it is more. */
export function check(name: keyof typeof documented, ratio: number): void {
  const most = documented[name];
  const missed = !(ratio <= most);
  if (missed) process.exitCode = 1;
  console.log(`${missed ? 'MISSED' : 'ok'}: ${name}: ${ratio.toFixed(2)}, documented at most ${most}`);
}
