import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdoptionPlan } from '../../../scripts/adoption/types';
import type { StackInfo } from '../../../scripts/selection/stacks';
import type { Applied } from './applied';
import { forget, type State } from './deployed';

/** What one `terraform apply -json` reports. */
function told(stdout: string): { planned: string[]; summary: Record<string, number> } {
  const events = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const planned = events
    .filter(({ type }) => type === 'planned_change')
    .map(({ change: { action, resource } }) => ({ action, address: resource.addr }))
    .filter(({ action }) => action !== 'noop' && action !== 'import')
    .map(({ action, address }) => `${action} ${address}`);
  const { changes } = events.findLast(({ type }) => type === 'change_summary') ?? {};
  return { planned: planned.sort(), summary: changes };
}

/**
 * Removes a stack's state, and lets Terraform import what is deployed. Returns the types that are updated in place.
 */
export async function adopt(
  applied: Applied,
  stack: StackInfo,
  { state, plan }: { state: State; plan: AdoptionPlan },
): Promise<string[]> {
  const { id } = stack;
  const entries = plan.notImported.flatMap((found) =>
    found.instead === 'state' ? [{ address: found.address, ...found.state }] : [],
  );
  await forget(applied, stack, { state, entries });
  const file = join(applied.state, 'work', id, 'adopt.tf.json');
  writeFileSync(file, JSON.stringify({ import: plan.imports }));
  const { planned, summary } = told((await applied.terraform(id, 'apply', '-auto-approve', '-json')).stdout);
  rmSync(file);
  const again = plan.notImported.flatMap(({ instead, address }) => (instead === 'again' ? [address] : []));
  const [updates, others] = [true, false].map((update) =>
    planned.filter((one) => one.startsWith('update ') === update),
  ) as [string[], string[]];
  expect({ id, others, summary }).toEqual({
    id,
    others: again.map((address) => `create ${address}`).sort(),
    summary: expect.objectContaining({ import: plan.imports.length, add: again.length, remove: 0 }),
  });
  const { stdout } = await applied.terraform(id, 'plan', '-json', '-lock=false');
  expect({ id, ...told(stdout) }).toMatchObject({
    id,
    summary: { add: 0, change: 0, remove: 0, import: 0 },
  });
  return updates.map((one) => one.replace(/^update ([^.]+)\..*$/, '$1'));
}
