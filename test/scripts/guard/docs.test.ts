import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadGuard } from '../../../scripts/guard/load';
import { notableOnly } from '../../../scripts/guard/notable';
import type { Rule } from '../../../scripts/guard/rule';
import { realEnvironments } from '../../invariants/fleet';
import { root, sharedRules } from './models';

const doc = readFileSync(join(root, 'docs/guard.md'), 'utf8');

/** Cells of the rows of the table below a heading, without its header. */
const rowsBelow = (heading: string) =>
  (doc.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const codes = (texts: Iterable<string>) => [...texts].map((text) => `\`${text}\``).join(', ');

/** A rule as the page has it. */
const row = ({ id, message, mentions, effects, file }: Rule, environment: string) => {
  const types = mentions.compared
    .filter(({ attribute }) => attribute === 'resource.type')
    .map(({ text }) => text);
  const where = environment || (file.text.includes('principal.production') ? 'production' : 'everywhere');
  return [`\`${id}\``, where, codes([...types, ...effects]), message];
};

test('the table of rules matches the files', () => {
  const own = realEnvironments.flatMap(({ environment: { name } }) =>
    [...loadGuard(root, name).rules.rules.values()]
      .filter(({ id }) => !sharedRules.rules.has(id))
      .map((rule) => row(rule, name)),
  );
  const shared = [...sharedRules.rules.values()].map((rule) => row(rule, ''));
  expect(rowsBelow('The rules')).toEqual([...shared, ...own]);
});

test('so does the table of effects that are only shown', () => {
  expect(rowsBelow('What is only shown')).toEqual(
    Object.entries(notableOnly).map(([effect, reason]) => [`\`${effect}\``, reason]),
  );
});
