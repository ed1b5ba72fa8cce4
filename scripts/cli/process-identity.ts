import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Fields 3 and 22 of `/proc/<pid>/stat`: state, and start in clock ticks since boot (proc(5)). The command's name before
 * them may hold blanks. A process that has ended and whose parent has not asked yet (`Z`) is no process any more.
 */
function startTicks(pid: number): string | undefined {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\)\s/s, '')
    .split(' ');
  return /^[ZX]$/.test(fields[0] ?? '') ? undefined : fields[19];
}

/**
 * What tells a process from every other that ever had or will have its number: when it started, and on Linux in which
 * boot of the machine. Undefined when no such process is there.
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
