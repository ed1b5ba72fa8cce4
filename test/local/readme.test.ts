import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cognito from '../../local/cognito/operations';
import * as cognitoIdentity from '../../local/cognito-identity/service';
import * as dynamodb from '../../local/dynamodb/service';
import * as ses from '../../local/ses/operations';
import * as verifiedPermissions from '../../local/verified-permissions/operations';

// The README says what the local AWS answers itself. Here is proof that it says what the tables of operations say.

const local = join(__dirname, '../../local');

/** Second column by the first, of every row of the README's table of services: the folder, and what it answers. */
const rows = new Map(
  [...readFileSync(join(local, 'README.md'), 'utf8').matchAll(/^\| `([\w-]+)\/` \| ([^|]*) \|/gm)].map(
    ([, folder = '', answered = '']) => [folder, answered.trim()],
  ),
);

/** Names in code quotes, which is how operations are written there. */
const operationsIn = (folder: string) =>
  [...(rows.get(folder) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();

test.each([
  ['cognito', { ...cognito.publicOperations, ...cognito.signedOperations }],
  ['cognito-identity', { ...cognitoIdentity.publicOperations, ...cognitoIdentity.signedOperations }],
  ['dynamodb', dynamodb.operations],
  ['ses', ses.operations],
  ['verified-permissions', verifiedPermissions.operations],
])('the row of %s lists the operations of its table', (folder, operations) => {
  expect(operationsIn(folder)).toEqual(Object.keys(operations).sort());
});

test('every service has a row', () => {
  const folders = readdirSync(local, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...rows.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
});
