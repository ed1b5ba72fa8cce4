import { randomBytes } from 'node:crypto';
import { everyOption } from '../stacks/every-option';
import { realEnvironments, resourcesOf, synthesize } from './fleet';
import { allowed } from './rights';
import { secretsIn } from './secrets';

const stacks = [...realEnvironments, everyOption].flatMap((loaded) => [...synthesize(loaded).values()]);

test('no synthesized stack contains anything that looks like a secret', () => {
  const found = stacks.flatMap(({ id, json }) => secretsIn(json).map((what) => `${id}: ${what}`));
  expect(found).toEqual([]);
});

test("only the app clients of services and of tenants' servers ask Cognito for a secret, which is then in the state", () => {
  const clients = resourcesOf(stacks, 'aws_cognito_user_pool_client');
  expect(clients.filter(({ block }) => block.generate_secret === false).length).toBeGreaterThan(0);
  const asking = clients.filter(({ block }) => block.generate_secret !== false);
  expect(asking.length).toBeGreaterThan(0);
  for (const { stack, block } of asking) {
    const ofService = stack.id.endsWith('-machine');
    expect(ofService || /-cell-\d+$/.test(stack.id)).toBe(true);
    expect(block.allowed_oauth_flows).toEqual([ofService ? 'client_credentials' : 'code']);
    if (!ofService) expect(block.name).toBe('server');
  }
});

test('pain 6: no Terraform resource reads a provider with a secret; a function gets its settings, without the secret', () => {
  const read = resourcesOf(stacks, 'aws_cognito_identity_provider').map(({ block }) => block.provider_type);
  expect(new Set(read)).toEqual(new Set(['SAML']));
  for (const { json } of stacks) expect(json.data?.aws_cognito_identity_provider).toBeUndefined();

  const told = resourcesOf(stacks, 'aws_lambda_invocation').map(({ block }) => JSON.parse(block.input));
  expect(new Set(told.map(({ providerType }) => providerType))).toEqual(
    new Set(['OIDC', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple']),
  );
  for (const { providerType, details, secretKeys, placeholder } of told) {
    expect(secretKeys).toEqual([providerType === 'SignInWithApple' ? 'private_key' : 'client_secret']);
    expect(details).not.toHaveProperty(secretKeys);
    expect(placeholder).toBe('set-by-fleet-rotate-federation-secret');
  }
});

test('pain 6: the plan role may read providers only where there can be SAML providers', () => {
  const looking = allowed.filter(
    ({ document, statement }) =>
      document.address.startsWith('aws_iam_policy.plan') &&
      statement.Action?.includes('cognito-idp:DescribeIdentityProvider'),
  );
  expect(looking.length).toBeGreaterThan(0);
  for (const { document } of looking) {
    const account = document.stack.id.replace(/-[a-z]+-[a-z]+-\d-foundation$/, '');
    const others = stacks.filter(({ id }) => id.startsWith(`${account}-`));
    const saml = others.some(({ id }) => /-cell-\d+$/.test(id));
    const own = resourcesOf(others, 'aws_cognito_identity_provider').length > 0;
    expect({ account, may: saml || own }).toEqual({ account, may: true });
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
])('%s is not a secret when it is a reference, a hash or a name', (key, value) => {
  expect(secretsIn({ [key]: value })).toEqual([]);
});
