import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Next, nextStep } from '../../../scripts/rotate/client-secret/next-step';
import type { State } from '../../../scripts/rotate/client-secret/state';

// docs/rotation.md says which states there are and what follows each. This proves that it matches the code.

const [page = ''] =
  /\n### States of a client secret\n[\s\S]*?(?=\n##)/.exec(
    readFileSync(join(__dirname, '../../../docs/rotation.md'), 'utf8'),
  ) ?? [];
/** First and last column of every row in the table of states. */
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` \|.*\| ([^|]*) \|$/gm)].map(([, name = '', next = '']) => [name, next]),
);

const slots = [{ id: 'x', created: new Date(0) }];
/** One of each: the compiler reports missing ones. */
const states: { [Name in State['name']]: Extract<State, { name: Name }> } = {
  public: { name: 'public' },
  unmanaged: { name: 'unmanaged' },
  hidden: { name: 'hidden', slot: 'x' },
  steady: { name: 'steady', slot: 'x' },
  staged: { name: 'staged', version: 'a' },
  unproven: { name: 'unproven', version: 'a', slots },
  added: { name: 'added', version: 'b', from: 'a' },
  promoted: { name: 'promoted', old: 'x', since: new Date(0) },
  foreign: { name: 'foreign', slots },
};

const word = (next: Next): string => {
  if ('do' in next) return next.do;
  return 'wait' in next ? 'wait' : 'stop';
};
/** What follows a state, at once and after any time. */
const words = (state: State): string[] => [
  ...new Set(
    [new Date(0), new Date()].map((now) => word(nextStep(state, { begin: true, soakMinutes: 1, now }))),
  ),
];

test('the page has a row for every state, and for nothing else', () => {
  expect([...rows.keys()]).toEqual(Object.keys(states));
});

test.each(Object.values(states))('what follows $name is what the page says', (state) => {
  const named = [...(rows.get(state.name) ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
  expect(named.filter((name) => !(name in states))).toEqual(words(state));
});
