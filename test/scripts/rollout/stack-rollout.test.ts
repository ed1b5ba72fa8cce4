import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../../environments/schema';
import { rolloutStack } from '../../../scripts/rollout/stack-rollout';
import type { StackInfo } from '../../../scripts/selection/stacks';
import type { TerraformEnvironment } from '../../../scripts/terraform/environment';
import type { StackSession } from '../../../scripts/terraform/session';
import { executable, tempFolder } from '../temp';

jest.mock('../../../scripts/aws/state-bucket', () => ({ bucketExists: async () => true }));

/** A session whose Terraform plans these changes, and says by its exit code whether there are any. */
function planning(changes: object[], exitCode: number): StackSession {
  const folder = tempFolder();
  const lines = changes.map((change) => JSON.stringify({ type: 'planned_change', change }));
  const script = `#!/usr/bin/env node
require('node:fs').appendFileSync('called', process.argv[2] + '\\n');
if (process.argv[2] === 'plan') {
  console.log(${JSON.stringify(lines.join('\n'))});
  process.exitCode = ${exitCode};
}`;
  const path = executable(folder, 'terraform', script);
  const tool = { kind: 'terraform', path, version: '1.11.4', platform: 'x' };
  const terraform = { tool, env: process.env } as TerraformEnvironment;
  const stop = new AbortController().signal;
  return { id: 'dev-x', folder, log: join(folder, 'run.log'), terraform, stop, tell: stop, report: () => {} };
}

const roll = (session: StackSession, unnamed: Parameters<typeof rolloutStack>[3] = () => []) =>
  rolloutStack(session, {} as Environment, { id: 'dev-x', stack: 'cell-01' } as StackInfo, unnamed);
const called = ({ folder }: StackSession) => readFileSync(join(folder, 'called'), 'utf8').trim().split('\n');

test('a plan that changes outputs only is applied, though no resource changes', async () => {
  const session = planning([], 2);
  const counts = { create: 0, update: 0, replace: 0, delete: 0 };
  expect(await roll(session)).toEqual({ outcome: 'applied', counts });
  expect(called(session)).toEqual(['init', 'plan', 'apply']);
});

test('a plan without changes is not applied', async () => {
  const session = planning([], 0);
  expect(await roll(session)).toMatchObject({ outcome: 'unchanged' });
  expect(called(session)).toEqual(['init', 'plan']);
});

test('a plan that destroys what nobody named is not applied', async () => {
  const gone = { resource: { addr: 'aws_cognito_user_pool.newcomer_pool' }, action: 'delete' };
  const session = planning([gone], 2);
  const unnamed = jest.fn(() => ['tenant:newcomer']);
  await expect(roll(session, unnamed)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('tenant:newcomer'),
  });
  expect(unnamed).toHaveBeenCalledWith([{ address: gone.resource.addr, action: 'delete' }]);
  expect(called(session)).toEqual(['init', 'plan']);
});
