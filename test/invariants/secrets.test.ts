import { randomBytes } from 'node:crypto';
import { realEnvironments, resourcesOf, synthesize } from './fleet';
import { secretsIn } from './secrets';

const stacks = realEnvironments.flatMap((loaded) => [...synthesize(loaded).values()]);

test('no synthesized stack holds anything that looks like a secret', () => {
  const found = stacks.flatMap(({ id, json }) => secretsIn(json).map((what) => `${id}: ${what}`));
  expect(found).toEqual([]);
});

test('no app client asks Cognito for a secret, which would then lie in the state', () => {
  const clients = resourcesOf(stacks, 'aws_cognito_user_pool_client');
  expect(clients.length).toBeGreaterThan(0);
  expect(
    clients.filter(({ block }) => block.generate_secret !== false).map(({ address }) => address),
  ).toEqual([]);
});

test.each([
  ['client_secret', 'hunter2', 'client_secret: a plain value'],
  ['password', 'correct horse', 'password: a plain value'],
  ['name', ['AKIA', 'IOSFODNN7EXAMPLE'].join(''), 'name: AWS access key id'],
  ['metadata', ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '), 'metadata: private key'],
  ['url', 'postgres://app:pw@db.northpay.example/users', 'url: password in a URL'],
  ['note', randomBytes(48).toString('base64'), 'note: looks like chance'],
])('a planted %s is found', (key, value, told) => {
  expect(secretsIn({ resource: { any: { one: [{ [key]: value }] } } })).toEqual([told]);
});

test.each([
  ['client_secret', `\${aws_secretsmanager_secret_version.okta.secret_string}`],
  ['source_code_hash', randomBytes(32).toString('base64')],
  ['filename', `assets/hook_zip/${randomBytes(32).toString('hex')}/tenant-hook.zip`],
  ['role_arn', 'arn:aws:iam::101010101010:role/OrganizationAccountAccessRole'],
])('%s is no secret when it is a reference, a hash or a name', (key, value) => {
  expect(secretsIn({ [key]: value })).toEqual([]);
});
