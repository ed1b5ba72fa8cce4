import fc from 'fast-check';
import type { LoadedEnvironment } from '../../../environments/schema';
import { FleetError } from '../../../scripts/cli/errors';
import {
  againCommand,
  globPattern,
  pickEnvironment,
  selectStacks,
} from '../../../scripts/selection/selection';
import type { StackInfo } from '../../../scripts/selection/stacks';

const stack = (account: string, region: string, name: string, more: Partial<StackInfo> = {}): StackInfo => ({
  id: `dev-${account}-${region}-${name}`,
  kind: 'cell',
  environment: 'dev',
  account,
  accountId: account === 'a' ? '111111111111' : '222222222222',
  region,
  stack: name,
  ring: undefined,
  wave: 0,
  needs: [],
  tenants: [],
  dependencies: [],
  ...more,
});

const stacks = [
  stack('a', 'eu-central-1', 'foundation'),
  stack('b', 'eu-central-1', 'foundation'),
  stack('b', 'eu-central-1', 'cell-01', { ring: 'canary', tenants: ['acme', 'globex'] }),
  stack('b', 'eu-west-1', 'cell-01', { ring: 'canary', tenants: ['acme'] }),
  stack('b', 'eu-west-1', 'cell-02', { ring: 'general', tenants: ['hooli'] }),
];
const ids = (selection: Parameters<typeof selectStacks>[1]) =>
  selectStacks(stacks, { env: 'dev', ...selection }).map(({ id }) => id);

test.each([
  [{}, 5],
  [{ account: ['b'] }, 4],
  [{ account: ['222222222222'] }, 4],
  [{ region: ['eu-west-1'] }, 2],
  [{ ring: ['canary'] }, 2],
  [{ ring: ['canary', 'general'] }, 3],
  [{ stack: ['cell-*'] }, 3],
  [{ stack: ['dev-b-*-cell-0?'] }, 3],
  [{ tenant: ['acme'] }, 2],
  [{ tenant: ['acme'], region: ['eu-west-1'] }, 1],
])('%j selects %i stacks', (selection, count) => {
  expect(ids(selection)).toHaveLength(count);
});

test.each([
  [{ account: ['c'] }, '--account c', 'a, b'],
  [{ region: ['mars-north-1'] }, '--region mars-north-1', 'eu-central-1, eu-west-1'],
  [{ ring: ['early'] }, '--ring early', 'canary, general'],
  [{ stack: ['cell-9?'] }, '--stack cell-9?', 'cell-01, cell-02, foundation'],
  [{ tenant: ['nobody'] }, '--tenant nobody', 'acme, globex, hooli'],
  // One valid value does not hide an invalid one.
  [{ tenant: ['acme', 'nobody'] }, '--tenant nobody', 'acme, globex, hooli'],
])('%j is refused with exit 2, with the possible values', (selection, flag, there) => {
  const error = attempt(() => ids(selection));
  expect(error).toBeInstanceOf(FleetError);
  expect(error).toMatchObject({
    exitCode: 2,
    message: `${flag} matches nothing in dev`,
    remedy: `use one of: ${there}`,
  });
});

test('flags that together match nothing are refused', () => {
  expect(attempt(() => ids({ ring: ['general'], region: ['eu-central-1'] }))).toMatchObject({ exitCode: 2 });
});

test('an environment must be named, and exist', () => {
  const all = ['dev', 'prod'].map((name) => ({ environment: { name } })) as LoadedEnvironment[];
  expect(pickEnvironment(all, 'prod')).toBe(all[1]);
  expect(attempt(() => pickEnvironment(all, undefined))).toMatchObject({
    exitCode: 2,
    remedy: expect.stringMatching('dev, prod'),
  });
  expect(attempt(() => pickEnvironment(all, 'prd'))).toMatchObject({
    exitCode: 2,
    remedy: 'use one of: dev, prod',
  });
});

test('a glob without wildcards matches itself only', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (glob, text) => {
      fc.pre(!/[*?\n\r\u2028\u2029]/.test(glob));
      expect(globPattern(glob).test(glob)).toBe(true);
      expect(globPattern(glob).test(text)).toBe(glob === text);
    }),
  );
});

test.each([
  ['cell.01', 'cell-01'],
  ['cell+', 'celll'],
  ['(data)', 'data'],
  ['[cd]ell-01', 'cell-01'],
  ['cell|data', 'data'],
  ['^data$', 'data'],
])('%s is not a pattern, and does not match %s', (glob, text) => {
  expect(globPattern(glob).test(text)).toBe(false);
  expect(globPattern(glob).test(glob)).toBe(true);
});

test('the command to run again selects the same', () => {
  expect(againCommand('rollout', { env: 'dev', stack: ['cell-*'], region: ['eu-west-1'], yes: true })).toBe(
    "npx fleet rollout --env dev --region eu-west-1 --stack 'cell-*' --yes",
  );
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
