import { readFileSync } from 'node:fs';
import { failure, messageOf, usageError } from '../cli/errors';

/** Faults that a local AWS injects, in the format of its README; passed on unchanged here. */
export interface Faults {
  seed: number;
  faults: { kind: string; share: number }[];
}

const where = (endpoint: string) => `${endpoint}/_local/faults`;

/** Reads the faults that are currently injected. */
export async function readFaults(endpoint: string): Promise<Faults> {
  const answer = await fetch(where(endpoint));
  if (!answer.ok)
    throw failure(`${where(endpoint)} answered ${answer.status}`, 'see the log of the local AWS');
  return (await answer.json()) as Faults;
}

/** Sets the faults to those of a JSON file, or to none. Throws a usage error for an invalid file. */
export async function setFaults(endpoint: string, file: string | undefined): Promise<Faults> {
  let body = JSON.stringify({ faults: [] });
  try {
    if (file !== undefined) body = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`cannot read ${file}: ${messageOf(error)}`);
  }
  const answer = await fetch(where(endpoint), { method: 'PUT', body });
  const said = (await answer.json()) as Faults & { message: string };
  if (!answer.ok)
    throw usageError(
      `the local AWS does not accept the faults in ${file}:\n${said.message}`,
      'see local/README.md',
    );
  return said;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** Human-readable, one line per fault. */
export const describeFaults = ({ seed, faults }: Faults): string =>
  faults.length === 0
    ? 'no faults are injected'
    : [
        `seed ${seed}`,
        ...faults.map(({ kind, share, ...only }) => {
          const named = Object.entries(only).map(([name, value]) => `${name} ${value}`);
          return `${percent(share)} ${kind}${named.length > 0 ? ` (${named.join(', ')})` : ''}`;
        }),
      ].join('\n');
