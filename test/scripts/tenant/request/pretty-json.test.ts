import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prettyJson } from '../../../../scripts/tenant/request/pretty-json';

const root = join(__dirname, '../../../..');
const files = ['dev', 'staging', 'prod'].flatMap((environment) => {
  const folder = join(root, 'environments', environment, 'tenants');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
});

describe('a tenant file', () => {
  test.each(files.map((file) => [file.slice(root.length + 1), file]))('%s is written as it is', (_, file) => {
    const text = readFileSync(file, 'utf8');
    expect(prettyJson(JSON.parse(text))).toBe(text);
  });

  // Observed with the formatter itself: the comma after a list counts, if there is one.
  test.each([
    [91, {}, 4],
    [92, {}, 7],
    [90, { more: 1 }, 5],
    [91, { more: 1 }, 8],
  ])('with a list of %i columns and 19 around it, and %j after it, has %i lines', (length, more, lines) => {
    expect(prettyJson({ urls: ['a'.repeat(length), 'b'], ...more }).split('\n')).toHaveLength(lines);
  });
});
