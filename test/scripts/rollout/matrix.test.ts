import { resolve } from 'node:path';
import { accountId } from '../../../environments/names';
import { jobMatrix, matrixCommand } from '../../../scripts/rollout/matrix';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironments } from '../../invariants/fleet';

test.each(realEnvironments.map((loaded) => [loaded.environment.name, loaded] as const))(
  '%s: every stack except foundations is in one job, of its own account, after everything that it depends on',
  (_, loaded) => {
    const stacks = stacksOf(loaded);
    const { jobs, accounts } = jobMatrix(loaded, stacks);
    const order = jobs.flatMap((job) => job.stacks.split(',').map((id) => ({ id, job })));
    expect(order.map(({ id }) => id).sort()).toEqual(
      stacks.filter(({ kind }) => kind !== 'foundation').map(({ id }) => id),
    );
    const placeOf = (id: string) => order.findIndex((one) => one.id === id);
    for (const { id, job } of order) {
      const stack = stacks.find((one) => one.id === id);
      expect(job.account).toBe(stack?.account);
      expect(job.role).toBe(
        `arn:aws:iam::${accountId(loaded.environment, job.account)}:role/${loaded.environment.name}-fleet-deploy`,
      );
      for (const dependency of stack?.dependencies ?? []) {
        const before = order[placeOf(dependency)];
        if (before) expect(jobs.indexOf(before.job)).toBeLessThanOrEqual(jobs.indexOf(job));
      }
    }
    expect(jobs.map(({ wave }) => wave)).toEqual(jobs.map(({ wave }) => wave).sort((a, b) => a - b));
    expect(accounts.map(({ account }) => account).sort()).toEqual(
      Object.keys(loaded.environment.accounts).sort(),
    );
  },
);

test('it contains only what was selected', () => {
  const context = { workspace: { root: resolve(__dirname, '../../..') } } as never;
  const { data } = matrixCommand(context, { env: 'prod', ring: ['canary'] });
  const { jobs } = data as ReturnType<typeof jobMatrix>;
  expect(jobs.map(({ name }) => name)).toEqual([
    'wave 3, canary, eu-central-1, cells-a',
    'wave 4, canary, eu-west-1, cells-a',
    'wave 5, canary, us-east-1, cells-a',
  ]);
});
