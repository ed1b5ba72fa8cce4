import type { Finding } from './finding';
import { readText } from './text-file';

/** Every id ever given to a tenant of an environment. */
export interface TenantIds {
  file: string;
  ids: readonly { id: string; line: number }[];
}

/** Its file in an environment's folder. */
export const tenantIdsName = 'tenant-ids.txt';

const header = `# Every id that a tenant was ever given here, one a line. Never remove one: docs/tenant-life.md
`;

/** Reads the register: one id per line; empty lines and lines that begin with # are ignored. */
export function readTenantIds(root: string, file: string): TenantIds & { findings: Finding[] } {
  const { text = '', findings } = readText(root, file);
  const ids = text
    .split('\n')
    .map((line, index) => ({ id: line.trim(), line: index + 1 }))
    .filter(({ id }) => id !== '' && !id.startsWith('#'));
  return { file, ids, findings };
}

/**
 * The register's text with these ids added. Sorted; no id is ever removed.
 * @param text the current text; empty for a new register
 */
export function withTenantIds(text: string, ids: readonly string[]): string {
  const before = text.split('\n').map((line) => line.trim());
  const known = before.filter((line) => line !== '' && !line.startsWith('#'));
  const comments =
    text === ''
      ? header
      : before
          .filter((line) => line.startsWith('#'))
          .map((line) => `${line}\n`)
          .join('');
  return `${comments}${[...new Set([...known, ...ids])]
    .sort()
    .map((id) => `${id}\n`)
    .join('')}`;
}
