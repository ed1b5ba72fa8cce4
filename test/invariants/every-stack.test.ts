import { stateBucket, stateKeyAliasArn } from '../../environments/names';
import { everyOption } from '../stacks/every-option';
import { realEnvironments, synthesize } from './fleet';

const cases = [...realEnvironments, everyOption].flatMap((loaded) => {
  const { environment } = loaded;
  const ids = new Map(Object.entries(environment.accounts).map(([account, { id }]) => [id, account]));
  return [...synthesize(loaded).values()].map((stack) => ({
    environment,
    stack,
    account: ids.get(stack.json.provider.aws[0].allowed_account_ids[0]) as string,
  }));
});
const named = cases.map((one) => [one.stack.id, one] as const);

test.each(named)(
  '%s keeps its state encrypted and locked in its own account',
  (id, { environment, stack, account }) => {
    const { backend } = stack.json.terraform;
    const home = environment.regions[0] as string;
    const [{ region }] = stack.json.provider.aws;
    const name = id.slice(`${environment.name}-${account}-${region}-`.length);
    expect(id).toBe(`${environment.name}-${account}-${region}-${name}`);
    expect(Object.keys(backend)).toEqual(['s3']);
    expect(backend.s3).toEqual({
      bucket: stateBucket(environment, account),
      key: `${region}/${name}/terraform.tfstate`,
      region: home,
      encrypt: true,
      kms_key_id: stateKeyAliasArn(environment, account, home),
      use_lockfile: true,
      allowed_account_ids: [environment.accounts[account]?.id],
      assume_role: {
        role_arn: stack.json.variable.role_arn.default,
        session_name: 'identity-fleet',
        duration: '1h',
      },
    });
  },
);

test.each(named)(
  '%s reaches one account and one region, as the role meant for it',
  (id, { environment, stack, account }) => {
    const accountId = environment.accounts[account]?.id;
    const role = id.endsWith('-foundation') ? environment.bootstrapRole : `${environment.name}-fleet-deploy`;
    expect(stack.json.provider.aws).toHaveLength(1);
    const [provider] = stack.json.provider.aws;
    expect(provider.allowed_account_ids).toEqual([accountId]);
    expect(environment.regions).toContain(provider.region);
    expect(provider).not.toHaveProperty('alias');
    // The longest that AWS gives a role of a role, and every role allows.
    expect(provider.assume_role).toEqual([
      { role_arn: `\${var.role_arn}`, session_name: 'identity-fleet', duration: '1h' },
    ]);
    expect(stack.json.variable.role_arn).toMatchObject({
      default: `arn:aws:iam::${accountId}:role/${role}`,
      // So that a plan made with the read-only role is applied with the deploy role.
      ephemeral: true,
      nullable: false,
    });
  },
);

test.each(named)('%s tags all that it makes', (id, { environment, stack }) => {
  const [{ default_tags: tags }] = stack.json.provider.aws;
  expect(tags).toEqual([
    {
      tags: expect.objectContaining({
        ...environment.tags,
        environment: environment.name,
        'managed-by': 'identity-fleet',
        stack: id.split(/-\d-/).at(-1),
      }),
    },
  ]);
});

test('state keys are unique: no two stacks share a state', () => {
  const places = cases.map(
    ({ stack }) => `${stack.json.terraform.backend.s3.bucket}/${stack.json.terraform.backend.s3.key}`,
  );
  expect(new Set(places).size).toBe(places.length);
});

test('no stack names an account or a region that its environment does not have', () => {
  for (const { environment, stack } of cases) {
    const accounts = Object.values(environment.accounts).map(({ id }) => id);
    const [own] = stack.json.provider.aws[0].allowed_account_ids;
    expect(accounts).toContain(own);
    // ARNs and quoted ids; hashes hold 12 digits by chance.
    const seenAccounts = [...stack.text.matchAll(/(?:::?|")(\d{12})(?=[:"\\])/g)].map(([, id]) => id);
    expect(new Set(seenAccounts)).toEqual(new Set([own]));
    // Certificates of custom domains are CloudFront's, which takes them of us-east-1 only. Policies may speak of any.
    const text = stack.text
      .replaceAll(/"certificate_arn": "arn:aws:acm:us-east-1:/g, '')
      .replaceAll(/"statement": "(?:[^"\\]|\\.)*"/g, '');
    const regions = [...text.matchAll(/\b(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d\b/g)].map(
      ([region]) => region,
    );
    for (const region of regions) expect(environment.regions).toContain(region);
  }
});

test('no stack looks at another: no remote state, no data source at all', () => {
  for (const { stack } of cases) {
    expect(stack.json).not.toHaveProperty('data');
    expect(stack.text).not.toContain('terraform_remote_state');
  }
});
