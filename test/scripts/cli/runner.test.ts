import { isGone, type Runner, thisRunner } from '../../../scripts/cli/runner';

const boot = '0f8fad5b-d9cb-469f-a165-70867728950e';
const here: Runner = {
  host: 'laptop',
  user: 'ada',
  pid: 100,
  identity: `${boot} 5000`,
  pidNamespace: 'pid:[4026531836]',
};
const dead: Runner = { ...here, pid: 42, identity: `${boot} 1000` };
const nobody = () => undefined;

test('a process that has ended is gone, and so is one whose number another one has now', () => {
  expect(isGone(dead, here, nobody)).toBe(true);
  expect(isGone(dead, here, () => `${boot} 2000`)).toBe(true);
});

test('a running process is not', () => {
  expect(isGone(dead, here, () => dead.identity)).toBe(false);
  expect(isGone(thisRunner())).toBe(false);
});

test.each<[string, Partial<Runner>]>([
  ['another host', { host: 'runner-7' }],
  ['another pid namespace, as of a container', { pidNamespace: 'pid:[4026532000]' }],
  [
    'another boot: another machine may have the same name',
    { identity: '7c9e6679-7425-40de-944b-e07fc1f90ae7 1000' },
  ],
  ['an unknown identity', { identity: 'unknown' }],
])('nothing is known about %s', (_, other) => {
  expect(isGone({ ...dead, ...other }, here, nobody)).toBe(false);
});
