/** docs/scale.md, from what was simulated. */
import { duration } from '../cli/duration';
import { usedOfOne } from '../rollout/expected-time';
import { regions } from './fleet';
import { limits, quickest, runnersThatHelp, type ScaleOptions, type ScaleRow } from './scale';

const whole = (number: number) => number.toLocaleString('en');

/** As people write sizes of files. */
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
      'from nothing, 1 machine',
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

/** The whole page. */
export function document(
  rows: readonly ScaleRow[],
  { env, cellSize, poolQuota, parallel }: ScaleOptions & { env: string },
): string {
  return `# Scale

<!-- Written by \`make scale\`; change scripts/scale/document.ts. -->

What fleets of many tenants need, and how long their rollouts take: simulated by \`make scale\`, which is
\`npx fleet scale --env ${env} --out docs\`. Nobody has rolled out a fleet of this size with it.

${sizes(rows)}

${times(rows)}

![How long a rollout takes, by machines that share it](scale.svg)

**What is simulated.** The scheduler that rolls out, on a clock that jumps from event to event, over the stacks that
placement gives for so many tenants in each of ${regions.length} regions. Cells hold ${cellSize} tenants, accounts ${whole(poolQuota)} user pools in a
region, of which each tenant has one; 1 % of the cells are canary, 10 % early. Stacks, their resources and the failure
budget are those of \`${env}\`, its limits \`${JSON.stringify(limits)}\`. A machine works on ${parallel} stacks at once. A stack takes what was
[measured](performance.md) of Terraform on two cores and, where that is longer, what AWS's rates make its calls take
([how often AWS may be asked](rollout.md#how-often-aws-may-be-asked)); a quota that stacks of one account and region share is a queue.

**What is not.** Nothing fails, nothing waits for an approval or soaks, AWS answers as quickly as the local AWS, and machines
that share a rollout lose no time over their board. Machines *help* while four
times as many save a tenth or more.

**What it says**

- A first rollout is bound by policy stores: one a second in an account and region, fixed, of which Terraform uses
  ${Math.round(usedOfOne * 100)} % while many wait. An account that is filled to ${whole(poolQuota)} pools takes ${duration(poolQuota / usedOfOne)} in each region, and waves go region by region:
  ${duration((poolQuota / usedOfOne) * regions.length)} in ${regions.length} regions, however many tenants and machines there are. More accounts with fewer cells each make it quicker.
- Stacks start in the order of their names, account by account. Without \`limits.account\` all machines work in one account and
  wait for its quotas; with 2, they spread over as many accounts as there are.
- A change of everything is bound by machines first. Past those that help, it is bound by what a strict failure budget lets run
  at once, by the limit of each account, and by the clients of pools, of which 15 may be changed in a second.
- One tenant's change is one stack in each of its regions, whatever the fleet's size.
`;
}
