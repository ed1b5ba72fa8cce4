import { randomBytes } from 'node:crypto';
import { everyOption } from '../stacks/every-option';
import { realEnvironments, resourcesOf, synthesize } from './fleet';
import { secretsIn } from './secrets';

const stacks = [...realEnvironments, everyOption].flatMap((loaded) => [...synthesize(loaded).values()]);

test('no synthesized stack holds anything that looks like a secret', () => {
  const found = stacks.flatMap(({ id, json }) => secretsIn(json).map((what) => `${id}: ${what}`));
  expect(found).toEqual([]);
});

test('no app client but those of services asks Cognito for a secret, which would then lie in the state', () => {
  const clients = resourcesOf(stacks, 'aws_cognito_user_pool_client');
  expect(clients.filter(({ block }) => block.generate_secret === false).length).toBeGreaterThan(0);
  const asking = clients.filter(({ block }) => block.generate_secret !== false);
  expect(asking.length).toBeGreaterThan(0);
  for (const { stack, block } of asking) {
    expect(stack.id).toMatch(/-machine$/);
    expect(block.allowed_oauth_flows).toEqual(['client_credentials']);
  }
});

test('pain 6: where a provider has a secret stands the placeholder, and Terraform leaves exactly that alone', () => {
  const providers = resourcesOf(stacks, 'aws_cognito_identity_provider');
  const secret = ['client_secret', 'private_key'];
  const holding = providers.filter(({ block }) => secret.some((key) => key in block.provider_details));
  expect(new Set(holding.map(({ block }) => block.provider_type))).toEqual(
    new Set(['OIDC', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple']),
  );
  for (const { block } of holding) {
    const keys = secret.filter((key) => key in block.provider_details);
    expect(keys).toHaveLength(1);
    const [key] = keys as [string];
    expect(block.provider_details[key]).toBe('set-by-fleet-rotate-federation-secret');
    expect(block.lifecycle.ignore_changes).toContain(`provider_details["${key}"]`);
  }
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
