import { readFileSync } from 'node:fs';
import { failure, messageOf, usageError } from '../cli/errors';

/** What goes wrong on a local AWS, as its README has it; here it is passed on as it is. */
export interface Faults {
  seed: number;
  faults: { kind: string; share: number }[];
}

const where = (endpoint: string) => `${endpoint}/_local/faults`;

/** Which faults there are. */
export async function readFaults(endpoint: string): Promise<Faults> {
  const answer = await fetch(where(endpoint));
  if (!answer.ok)
    throw failure(`${where(endpoint)} answered ${answer.status}`, 'see the log of the local AWS');
  return (await answer.json()) as Faults;
}

/** From here on the faults of a JSON file, or none at all. Throws a usage error for a file that says something else. */
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
      `${file} says no faults that the local AWS knows:\n${said.message}`,
      'see local/README.md',
    );
  return said;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** For people: one line a fault. */
export const describeFaults = ({ seed, faults }: Faults): string =>
  faults.length === 0
    ? 'nothing goes wrong on purpose'
    : [
        `seed ${seed}`,
        ...faults.map(({ kind, share, ...only }) => {
          const named = Object.entries(only).map(([name, value]) => `${name} ${value}`);
          return `${percent(share)} ${kind}${named.length > 0 ? ` (${named.join(', ')})` : ''}`;
        }),
      ].join('\n');
