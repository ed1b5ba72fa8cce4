/** Renders docs/scale.md from the simulated rollouts. */
import { duration } from '../cli/duration';
import { usedOfOne } from '../rollout/expected-time';
import { regions } from './fleet';
import { limits, quickest, runnersThatHelp, type ScaleOptions, type ScaleRow } from './scale';

const whole = (number: number) => number.toLocaleString('en');

const bytes = (size: number) =>
  size < 1e8 ? `${Math.round(size / 1e5) / 10} MB` : `${Math.round(size / 1e8) / 10} GB`;

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

const markdownTable = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

const sizes = (rows: readonly ScaleRow[]) =>
  markdownTable(
    ['tenants', 'accounts', 'cells', 'stacks', 'state of a full cell', 'states of all cells'],
    rows.map(({ tenants, accounts, cells, stacks, state }) => [
      whole(tenants),
      whole(accounts),
      whole(cells),
      whole(stacks),
      bytes(state.cell),
      bytes(state.all),
    ]),
  );

const times = (rows: readonly ScaleRow[]) =>
  markdownTable(
    [
      'tenants',
      'from scratch, 1 machine',
      'at best',
      'machines that help',
      'change of all, 1 machine',
      'at best',
      'machines that help',
      "one tenant's change",
    ],
    rows.map(({ tenants, first, change, oneTenant }) => [
      whole(tenants),
      duration(first[0]?.seconds ?? 0),
      duration(quickest(first)),
      runnersThatHelp(first),
      duration(change[0]?.seconds ?? 0),
      duration(quickest(change)),
      runnersThatHelp(change),
      duration(oneTenant),
    ]),
  );

export function document(
  rows: readonly ScaleRow[],
  { env, cellSize, poolQuota, parallel }: ScaleOptions & { env: string },
): string {
  return `# Scale

<!-- Written by \`make scale\`; change scripts/scale/document.ts. -->

What fleets with many tenants need, and how long their rollouts take, simulated by \`make scale\`, which runs
\`npx fleet scale --env ${env} --out docs\`. No real fleet of this size has been rolled out.

${sizes(rows)}

${times(rows)}

![How long a rollout takes, by machines that share it](scale.svg)

**What is simulated.** The rollout scheduler runs on a clock that jumps from event to event, over the stacks that
placement computes for that many tenants in each of ${regions.length} regions. A cell holds ${cellSize} tenants, and an account ${whole(poolQuota)} user pools
per region, one for each tenant; 1 % of the cells are canary, 10 % early. Stacks, their resources and the failure
budget are those of \`${env}\`; its limits are \`${JSON.stringify(limits)}\`. A machine works on ${parallel} stacks concurrently. A stack takes the
time [measured](performance.md) for Terraform on two cores, or the time that its calls take at
[AWS's rate limits](rollout.md#aws-rate-limits) if that is longer; a quota shared by stacks of one account and region is a queue.

**What is not.** Nothing fails, waits for an approval or soaks; AWS responds as quickly as the local AWS; and machines
that share a rollout lose no time on their board. Adding machines *helps* as long as four times as many save at least a
tenth of the time.

**What it says**

- A first rollout is limited by policy stores: one per second in an account and region, fixed, of which Terraform uses
  ${Math.round(usedOfOne * 100)} % while many wait. Filling an account to ${whole(poolQuota)} pools takes ${duration(poolQuota / usedOfOne)} in each region, and waves go region by region: that is
  ${duration((poolQuota / usedOfOne) * regions.length)} in ${regions.length} regions, however many tenants and machines there are. More accounts with fewer cells each make it faster.
- Stacks start in the order of their names, account by account. Without \`limits.account\`, all machines work in one account
  and wait for its quotas; with 2, they spread over all accounts.
- A change to everything in a large fleet is limited by machines first. Beyond the number that helps, it is limited by how many stacks a
  strict failure budget lets run concurrently, by the limit per account, and by pool clients, of which 15 may be changed per second.
- A change to one tenant is one stack in each of its regions, whatever the size of the fleet.
`;
}
