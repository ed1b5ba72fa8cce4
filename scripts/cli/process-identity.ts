import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Fields 3 and 22 of `/proc/<pid>/stat`: state, and start in clock ticks since boot (proc(5)). The command's name before
 * them may contain blanks. A zombie (`Z`) counts as ended.
 */
function startTicks(pid: number): string | undefined {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\)\s/s, '')
    .split(' ');
  return /^[ZX]$/.test(fields[0] ?? '') ? undefined : fields[19];
}

/**
 * Distinguishes a process from every other that ever had or will have its id: its start time and, on Linux, the boot of
 * the machine. Undefined if there is no such process.
 */
export function processIdentity(pid: number): string | undefined {
  if (!(pid > 0)) return undefined;
  try {
    if (process.platform === 'linux') {
      const ticks = startTicks(pid);
      return ticks && `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`;
    }
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const seen = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return seen.trim() || undefined;
  } catch {
    return undefined;
  }
}
