import { appendFileSync, cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Fleet } from '../memory/small-fleets';
import { stateAt } from './cloud';
import { newestLog, ok } from './fleet';
import { bucket, idOf, outcomes, plan, shrunk, unprotected } from './stories';

/** The cell's log groups get a longer retention. */
export function reviewedPlanSet(of: () => Fleet): void {
  test('a plan set is applied exactly as it was reviewed, or not at all', async () => {
    const { project, place, run, victim } = of();
    const loaded = unprotected(shrunk);
    project.write({ ...loaded, environment: { ...loaded.environment, logRetentionDays: 60 } });
    const cell = idOf('cell-01');
    const planSetOf = async (...args: string[]): Promise<string> =>
      JSON.parse(ok(await plan(of(), '--stack', 'cell-01', ...args)).stdout).planSet;
    const apply = (set: string) => run('rollout', '--env', 'staging', '--yes', '--json', '--plan', set);
    const serialOf = async () =>
      (await stateAt(place, bucket, 'eu-central-1/cell-01/terraform.tfstate')).serial;
    const serial = await serialOf();

    const set = await planSetOf('--deploy');
    const reviewed = JSON.parse(ok(await run('review', set, '--json')).stdout);
    expect(reviewed.verdict).toMatchObject({ outcome: 'clear', findings: [] });
    expect(reviewed.files.map((file: string) => basename(file))).toEqual([
      'review.md',
      'review.html',
      'review.json',
      'review.sarif',
    ]);

    const tampered = `${set}-tampered`;
    cpSync(set, tampered, { recursive: true });
    appendFileSync(join(tampered, `${cell}.tfplan`), 'x');
    for (const [refused, why] of [
      [tampered, /cell-01\.tfplan is not what it was/],
      [await planSetOf(), /made as the plan role/],
    ] as const) {
      const { code, stdout } = await apply(refused);
      expect({ code, message: JSON.parse(stdout).error.message }).toEqual({
        code: 2,
        message: expect.stringMatching(why),
      });
    }
    expect(await serialOf()).toBe(serial);

    expect(outcomes(ok(await apply(set)))).toEqual({ [cell]: 'applied' });
    // It was planned only once: the saved plan was applied.
    expect(newestLog(victim.state, cell)).not.toContain('terraform plan');
    expect(outcomes(ok(await apply(set)))).toEqual({ [cell]: 'skipped' });
  });
}
