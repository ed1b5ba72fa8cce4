import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Facts,
  nextStep,
  type StateName,
  stateOf,
} from '../../../../scripts/rotate/saml-metadata/next-step';

// docs/rotation.md says which states there are and what follows each. This proves that it matches the code.

const page = readFileSync(join(__dirname, '../../../../docs/rotation.md'), 'utf8');
const [section = ''] = /\n## SAML certificates\n[\s\S]*?(?=\n## )/.exec(page) ?? [];
const rows = [...section.matchAll(/^\| `(\w+)` \|.*\| ([^|]*) \|$/gm)].map(([, name, next = '']) => [
  name,
  next,
]);

const old = new Map([['old', { carried: false }]]);
const both = new Map([
  ['old', { carried: true }],
  ['next', { carried: false }],
]);
const examples: Record<StateName, Facts> = {
  steady: { file: old, regions: [old] },
  unequal: { file: both, regions: [old] },
  both: { file: both, regions: [both] },
  behind: { file: old, regions: [both] },
};

test('the page has a row for every state, and for nothing else', () => {
  expect(rows.map(([name]) => name)).toEqual(Object.keys(examples));
  for (const [name, facts] of Object.entries(examples)) expect(stateOf(facts)).toBe(name);
});

test.each(rows)('what follows %s is what the page says', (name, next = '') => {
  const facts = examples[name as StateName];
  const steps = [false, true].flatMap((switched) =>
    [undefined, [...facts.file].filter(([, { carried }]) => !carried).map(([one]) => one), ['later']].map(
      (wanted) => nextStep(facts, { wanted, switched }),
    ),
  );
  // A new document may be put in at any time; here, the next step is to do nothing.
  const told = new Set([...next.matchAll(/`([a-z ]+)`/g)].map(([, step]) => step));
  expect(new Set([...steps.filter((step) => step !== 'done'), 'put in'])).toEqual(
    new Set([...told, 'put in']),
  );
});
