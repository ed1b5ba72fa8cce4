import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../functions/catalogue';
import { reasons } from '../../../functions/shared/denied';

const guide = readFileSync(join(__dirname, '../../../docs/functions.md'), 'utf8');
const functions = catalogue.map(({ name }) => name);
const explained = [...guide.matchAll(/^\| `([a-z-]+)` \| .+ \| .+ \|$/gm)].map(([, reason]) => reason);

it('every reason that a log line may give is explained in the guide, and no other', () => {
  expect(explained.filter((name) => !functions.includes(name ?? '')).sort()).toEqual(
    Object.keys(reasons).sort(),
  );
});

it('the start of a reason tells refused callers from faults, as the guide says', () => {
  const refusals = Object.entries(reasons).filter(([, kind]) => kind === 'refusal');
  const byName = Object.keys(reasons).filter((reason) =>
    /^(tenant|user|pool|service|customer|email|token|route|request|policy|caller|record)-/.test(reason),
  );
  expect(refusals.map(([reason]) => reason)).toEqual(byName);
});
