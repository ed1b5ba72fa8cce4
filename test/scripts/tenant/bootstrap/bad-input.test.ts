import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Problem } from '../../../../environments/problems';
import type { Context } from '../../../../scripts/cli/context';
import { bootstrapCommand } from '../../../../scripts/tenant/bootstrap/bootstrap-command';
import { textsOf } from '../../../environments/texts';
import { usingEndpoint } from '../../../functions/store';
import { tempFolder } from '../../temp';
import { checkout } from '../checkout';
import { head, row } from '../request/asked';

// The stand-in for AWS counts its calls.
let asked = 0;
const aws = createServer((_, response) => {
  asked++;
  response.writeHead(500).end();
});
usingEndpoint(async () => {
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => aws.close(resolve)));

let root: string;
let before: Map<string, string>;
beforeAll(() => {
  root = checkout();
  before = textsOf(root);
});

/** Refused with exit 2; the tree is unchanged, and AWS was not called. Returns each problem with its line. */
async function refused(text: string | Uint8Array): Promise<string[]> {
  const file = join(tempFolder(), 'new.csv');
  writeFileSync(file, text);
  const context = { workspace: { root, state: join(root, '.fleet') }, env: process.env, say() {} };
  const flags = { env: 'dev', fromCsv: file, parallel: 1, yes: true };
  const error = await bootstrapCommand(context as unknown as Context, flags).catch((thrown) => thrown);
  expect(error).toMatchObject({ exitCode: 2 });
  expect([textsOf(root), asked]).toEqual([before, 0]);
  const { problems = [] } = (error.data ?? {}) as { problems?: Problem[] };
  return problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
}
const csv = (...rows: string[]) => [head.join(','), ...rows].join('\n');

test('an unknown region, a taken domain and URL, ids that are the same or look alike, an unclosed quote', async () => {
  const certificate = (account: string) =>
    `arn:aws:acm:us-east-1:${account}:certificate/0d1e5f0a-1111-4c5b-9d7e-101010101011`;
  const found = await refused(
    [
      `${head},customDomain.domain,customDomain.certificateArn`,
      `${row('north', { regions: 'eu-north-1' })},,`,
      `${row('taken')},login.initech.dev.northpay.example,${certificate('101010101011')}`,
      `${row('foreign')},login.foreign.example,${certificate('112233445501')}`,
      `${row('url', { callbackUrls: 'https://acme.dev.northpay.example/signed-in' })},,`,
      `${row('ACME')},,`,
      `${row('g1obex')},,`,
      `${row('long', { name: 'x'.repeat(3000) })},,`,
      `${row('fine')},,`,
    ].join('\n'),
  );
  expect(found).toEqual([
    '2 regions[0]: the environment is not in this region',
    '3 customDomain: environments/dev/tenants/initech.json already has this custom domain',
    "4 customDomain: its certificate is in account 112233445501, which is not one of the environment's",
    '5 callbackUrls: environments/dev/tenants/acme.json already has this callback URL',
    '6 id: environments/dev/tenants/acme.json already has this id, in another case',
    '6 id: has the wrong form',
    '7 id: looks like "globex" of environments/dev/tenants/globex.json',
    '8 name: is too long',
  ]);
});

test.each<[string, string | Uint8Array, string[]]>([
  [
    'a byte-order mark, semicolons and line ends of Windows',
    `\u{FEFF}${csv(row('hooli'), row('stark', { regions: '' }))
      .replaceAll(',', ';')
      .replaceAll('\n', '\r\n')}`,
    ['3 regions: is missing'],
  ],
  [
    'quotes, and line breaks in them',
    csv(row('hooli', { name: '"Hooli\nof ""Palo Alto"", Inc."' }), row('stark', { groups: '"viewers"' })),
    [
      '2 name: has the wrong form: character 6 is U+000A, which is invisible',
      '4 groups: the administrator\'s group "admins" is not one of the tenant\'s',
    ],
  ],
  [
    'a quote in the middle',
    csv(row('hooli', { name: '"Hooli" Inc' })),
    ['2 : a quote ends in the middle of a field'],
  ],
  [
    'a missing column',
    csv(row('hooli')).replace(',regions', ',region'),
    ['1 region: there is no such column', '1 regions: this column is missing'],
  ],
  ['nothing', '', ['undefined : has no tenant']],
  ['another encoding', Buffer.from(`\u{FEFF}${csv(row('hooli'))}`, 'utf16le'), []],
])('CSV with %s', async (_, text, problems) => {
  expect(await refused(text)).toEqual(problems);
});

test('ten thousand rows, of which seven fit in the cell', async () => {
  const found = await refused(csv(...Array.from({ length: 10_000 }, (_, index) => row(`t-${index}`))));
  expect(found).toHaveLength(9993);
  expect(found[0]).toBe(
    '9 regions: no account has a cell with room in the region; eu-central-1: cell-01 of cells-a holds 10 of 10',
  );
});
