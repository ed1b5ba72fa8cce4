import { countsIn, countsOf, inventory } from '../memory/inventory';
import {
  describeKill,
  fewAtOnce,
  type Kill,
  pushUnsaved,
  runAndDie,
  runAndKill,
  runWhole,
} from '../memory/kills';
import type { Fleet } from '../memory/small-fleets';
import { objectKeys } from './cloud';
import { ok } from './fleet';
import { addresses, bucket, idOf, outcomes, rollout } from './stories';

/** A foundation's state is still on disk. */
export const foundationDies: Kill = { what: 'tree', afterMs: 100, made: idOf('foundation') };
/** A state that cannot be saved. */
export const connectionDies: Kill = { what: 'connection', afterMs: 100, made: idOf('cell-01') };
/** Planned, but not recorded in the ledger yet. */
export const ledgerLineDies: Kill = {
  what: 'ledger',
  write: `note ${idOf('cell-02')} planned`,
  safe: false,
  terraform: false,
};

/** Rolls out the whole fleet, through these kills in order. */
export function killedRollouts(of: () => Fleet, kills: readonly Kill[]): void {
  test('after each kill, the same command continues, until everything is deployed without duplicates', async () => {
    const { place, run, victim } = of();
    const pushed: string[] = [];
    for (const kill of kills) {
      // Without a connection, Terraform tries for 15 s to save the state, once for each resource in progress, so those are few.
      const env =
        kill.what === 'connection'
          ? { ...victim.env, TERRAFORM_BINARY_NAME: fewAtOnce(victim.root, 'cell-01') }
          : victim.env;
      const { ended, over } =
        kill.what === 'ledger'
          ? await runAndDie(victim, [kill]).then(({ ended, at }) => ({ ended, over: !at }))
          : await runAndKill({ ...victim, env }, kill);
      if (over) throw new Error(`${describeKill(kill)}: it was over\n${ended.stdout}\n${ended.stderr}`);
      pushed.push(...(await pushUnsaved(ended, run)));
    }
    expect(pushed.length > 0).toBe(kills.includes(connectionDies));
    ok(await rollout(of()));

    const stacks = ['foundation', 'data', 'cell-01', 'cell-02', 'machine'];
    const states = await Promise.all(stacks.map((stack) => addresses(of(), stack)));
    const found = await inventory(place);
    expect(new Set(found).size).toBe(found.length);
    expect(countsIn(found)).toEqual(countsOf(states.flat()));
    expect((await objectKeys(place, bucket)).filter((key) => key.endsWith('.tflock'))).toEqual([]);
    const verified = await run('ledger', 'verify', '--env', 'staging', '--json');
    expect(JSON.parse(ok(verified).stdout).runs).toHaveLength(1 + kills.length + new Set(pushed).size);

    // Nothing is left to do, so Terraform is not started: it does not exist.
    const without = { ...victim.env, TERRAFORM_BINARY_NAME: '/nowhere/terraform' };
    const again = await runWhole({ ...victim, env: without });
    expect(new Set(Object.values(outcomes(ok(again))))).toEqual(new Set(['skipped']));
  });
}
