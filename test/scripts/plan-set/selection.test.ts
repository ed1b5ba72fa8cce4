import type { PlanSet } from '../../../scripts/plan-set/folder';
import { selectionOf } from '../../../scripts/plan-set/selection';
import { planFacts, sampleModel, sampleStack } from './sample';

const set = (remove: string[] = []): PlanSet => ({
  folder: '/plans/x',
  manifest: { version: 2, environment: 'staging', facts: planFacts({ remove }), model: 'm', files: {} },
  model: sampleModel([sampleStack('one'), sampleStack('two')]),
});
const flags = { env: 'staging', parallel: 2 };

test('a plan set selects its own stacks, and removes what it was made to remove', () => {
  expect(selectionOf(set(['tenant:acme', 'stack:two']), flags)).toEqual({
    env: 'staging',
    stack: ['one'],
    remove: ['tenant:acme', 'stack:two'],
  });
});

test('another environment, and flags that select something else, are refused', () => {
  expect(() => selectionOf(set(), { ...flags, env: 'prod' })).toThrow(/is for environment staging/);
  expect(() =>
    selectionOf(set(), { ...flags, ring: ['canary'], remove: ['tenant:x'], refresh: true }),
  ).toThrow(/leave out --ring, --remove, --refresh/);
});
