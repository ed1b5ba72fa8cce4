import { stackKinds } from '../../environments/placement/kinds';
import { duration } from '../cli/duration';
import { table } from '../cli/table';
import type { Parity } from './parity';
import { type StackState, type StackStatus, stackStates } from './stack-status';

/** Everything that `fleet status` reports. */
export interface FleetStatus {
  environment: string;
  /** ISO 8601. */
  at: string;
  regions: readonly string[];
  stacks: StackStatus[];
  parity: Parity[];
}

/** `a1b2c3d4`, with a star if files differed from that commit. */
export const shortCommit = (commit: string | null): string =>
  commit === null ? 'no commit' : `${commit.slice(0, 8)}${commit.endsWith('-dirty') ? '*' : ''}`;

/** A stack's cell in the matrix: `current  a1b2c3d4  5 h`. */
const cellText = ({ state, applied }: StackStatus): string =>
  [state, ...(applied ? [shortCommit(applied.commit), duration(applied.age)] : [])].join('  ');

/** In dependency order. */
const kinds = Object.keys(stackKinds);

/** Rows of the matrix: an account's stack, with one status per region, undefined where it is not placed. */
export function matrixOf({ stacks, regions }: Pick<FleetStatus, 'stacks' | 'regions'>) {
  const rows = new Map<string, StackStatus[]>();
  const sorted = [...stacks].sort(
    (a, b) => a.wave - b.wave || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.id < b.id ? -1 : 1),
  );
  for (const status of sorted) {
    const key = `${status.account}\n${status.stack}`;
    rows.set(key, [...(rows.get(key) ?? []), status]);
  }
  return [...rows.values()].map((own) => {
    const [{ account, stack, ring }] = own as [StackStatus];
    return { account, stack, ring, cells: regions.map((region) => own.find((one) => one.region === region)) };
  });
}

export const countsOf = (stacks: readonly StackStatus[]): [StackState, number][] =>
  stackStates.flatMap((state) => {
    const found = stacks.filter((one) => one.state === state).length;
    return found > 0 ? [[state, found] as [StackState, number]] : [];
  });

/** For a terminal. */
export function describeStatus(status: FleetStatus): string {
  const { environment, stacks, regions, parity } = status;
  const rows = matrixOf(status).map(({ account, stack, ring, cells }) => [
    account,
    stack,
    ring ?? '',
    ...cells.map((cell) => (cell ? cellText(cell) : '')),
  ]);
  const apart = parity.filter(({ state }) => state !== 'same');
  return [
    table(['account', 'stack', 'ring', ...regions], rows),
    ...stacks.flatMap(({ id, state, why }) => (why ? [`${id}: ${state}: ${why}`] : [])),
    ...apart.map(
      ({ store, state, places }) =>
        `policies of ${store}: ${state === 'differs' ? 'not the same everywhere' : 'not known everywhere'}: ${Object.entries(
          places,
        )
          .map(
            ([place, content]) =>
              `${place} ${/^[0-9a-f]{64}$/.test(content) ? content.slice(0, 12) : content}`,
          )
          .join(', ')}`,
    ),
    `${environment}: ${stacks.length} stacks, ${countsOf(stacks)
      .map(([state, found]) => `${found} ${state}`)
      .join(', ')}`,
  ].join('\n');
}
