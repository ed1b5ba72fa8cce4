import type { DemoUser } from '../../../scripts/demo/users';
import { addressesIn, objectKeys, stateAt } from '../fleet/cloud';
import { type Ended, ok } from '../fleet/fleet';
import { runAndDie } from '../memory/kills';
import type { LedgerKill } from '../memory/ledger-writes';
import { type LifeFleet, regions, stateBucketName } from './life-fleet';

const [region] = regions;
const idOf = (cell: string) => `staging-all-${region}-${cell}`;

/** Where a move is killed: before or after a line of its ledger, or of its rollout's. */
const killsOf = (from: string, to: string): [write: string, safe: boolean][] => [
  [`end open triggers ${region}`, false],
  [`begin ${idOf(from)}`, true],
  [`begin ${idOf(to)}`, true],
  [`end ${idOf(to)}`, false],
  [`end move state ${region}`, false],
  [`end file ${region}`, false],
  [`note ${idOf(to)} planned`, true],
  [`begin close triggers ${region}`, false],
  [`end close triggers ${region}`, false],
];

/** `initech` moves back and forth between two cells. */
export function moving(of: () => LifeFleet): void {
  let user: DemoUser;
  let pool: string;
  const move = (to: string, ...more: string[]) => [
    'tenant',
    'move',
    'initech',
    '--env',
    'staging',
    '--to',
    to,
    ...more,
  ];
  const state = (cell: string) =>
    stateAt(of().place(region), stateBucketName, `${region}/${cell}/terraform.tfstate`);
  const owned = async (cell: string) => {
    const key = `${region}/${cell}/terraform.tfstate`;
    const addresses = await addressesIn(of().place(region), stateBucketName, key);
    return addresses.filter((address) => address.includes('.initech_'));
  };
  const poolIn = async (cell: string): Promise<string | undefined> =>
    (await state(cell)).resources.find(({ name }: { name: string }) => name === 'initech_pool')?.instances[0]
      .attributes.id;

  /** Expects it only in this cell, complete and unchanged, with nothing left to change, and no lock. */
  async function standsIn(cell: string, other: string): Promise<void> {
    expect([await poolIn(cell), await owned(other)]).toEqual([pool, []]);
    expect(await of().signIn('initech', region, user)).toBe('in');
    const plan = ok(
      await of().run('plan', '--env', 'staging', '--stack', 'cell-*', '--region', region, '--json'),
    );
    const changed = JSON.parse(plan.stdout).stacks.filter((stack: { changed: boolean }) => stack.changed);
    expect(changed).toEqual([]);
    expect(await of().aliases(region, cell, 'initech')).toBe(true);
    expect(await of().aliases(region, other, 'initech')).toBe(false);
    const keys = await objectKeys(of().place(region), stateBucketName);
    expect(keys.filter((key) => key.endsWith('.tflock'))).toEqual([]);
  }

  /** Signs in repeatedly until a command has ended. Returns every result. */
  async function signingIn(ended: Promise<Ended>): Promise<Set<string>> {
    const answers = new Set<string>();
    let over = false;
    const end = ended.then(() => {
      over = true;
    });
    while (!over) answers.add(await of().signIn('initech', region, user));
    await end;
    return answers;
  }

  test('a move keeps the pool, its clients and its users, and sign-ins work throughout', async () => {
    user = await of().user('initech', region, 'ada@initech.example');
    pool = (await poolIn('cell-01')) as string;
    const before = await owned('cell-01');
    const command = of().run(...move('cell-02', '--yes', '--json'));
    expect(await signingIn(command)).toEqual(new Set(['in']));
    expect(JSON.parse(ok(await command).stdout).moves).toEqual([
      { region, from: 'cell-01', to: 'cell-02', pool },
    ]);
    expect(await owned('cell-02')).toEqual(before);
    await standsIn('cell-02', 'cell-01');
    // Running it again changes nothing.
    expect(JSON.parse(ok(await of().run(...move('cell-02', '--yes', '--json'))).stdout).moves).toEqual([]);
  });

  test('a move that would need a new pool is refused, with a remedy', async () => {
    const { code, stderr } = await of().run(...move('cell-01', '--region', 'us-east-1', '--yes'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/us-east-1: initech has no pool there[\s\S]*reveals no passwords/);
    expect(stderr).toMatch(/import its users without passwords/);
    await standsIn('cell-02', 'cell-01');
  });

  test('a move that is killed at every step and run again ends the same way', async () => {
    let [from, to] = ['cell-02', 'cell-01'];
    for (let at = 0; at < killsOf('', '').length; at++) {
      const [write, safe] = killsOf(from, to)[at] as [string, boolean];
      const kill: LedgerKill = { what: 'ledger', write, safe, terraform: false };
      const victim = { ...of().victim, args: move(to, '--yes', '--json') };
      const { ended, at: died } = await runAndDie(victim, [kill]);
      if (!died) throw new Error(`${write}: it was over\n${ended.stdout}\n${ended.stderr}`);
      expect(await of().signIn('initech', region, user)).toBe('in');
      ok(await of().run(...move(to, '--yes', '--json')));
      await standsIn(to, from);
      [from, to] = [to, from];
    }
  });
}
