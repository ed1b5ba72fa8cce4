import { stateBucket, stateKeyAliasArn } from '../../environments/names';
import { everyOption } from '../stacks/every-option';
import { type Resource, realEnvironments, resourcesOf, strings, synthesize } from './fleet';

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
  "%s reaches one account, with the role meant for it, and only its own region and those of its tables' copies",
  (id, { environment, stack, account }) => {
    const accountId = environment.accounts[account]?.id;
    const role = id.endsWith('-foundation') ? environment.bootstrapRole : `${environment.name}-fleet-deploy`;
    const [own, ...others] = stack.json.provider.aws;
    expect(own).not.toHaveProperty('alias');
    // Only tables have copies in other regions.
    if (!id.endsWith('-data')) expect(others).toEqual([]);
    for (const provider of [own, ...others]) {
      expect(provider.allowed_account_ids).toEqual([accountId]);
      expect(environment.regions).toContain(provider.region);
      // The longest that AWS allows for role chaining, and every role allows it.
      expect(provider.assume_role).toEqual([
        { role_arn: `\${var.role_arn}`, session_name: 'identity-fleet', duration: '1h' },
      ]);
    }
    for (const { alias, region } of others) expect(alias).toBe(region);
    const regions = stack.json.provider.aws.map(({ region }: { region: string }) => region);
    expect(new Set(regions).size).toBe(regions.length);
    expect(stack.json.variable.role_arn).toMatchObject({
      default: `arn:aws:iam::${accountId}:role/${role}`,
      // So that a plan made with the read-only role can be applied with the deploy role.
      ephemeral: true,
      nullable: false,
    });
  },
);

test.each(named)('%s tags everything that it creates', (id, { environment, stack }) => {
  for (const { default_tags: tags } of stack.json.provider.aws)
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
    // ARNs and quoted ids; hashes contain 12 digits by chance.
    const seenAccounts = [...stack.text.matchAll(/(?:::?|")(\d{12})(?=[:"\\])/g)].map(([, id]) => id);
    // A foundation's output says which accounts its environment had when it was applied.
    const allowed = stack.id.endsWith('-foundation') ? accounts : [own];
    expect(seenAccounts).toContain(own);
    for (const id of seenAccounts) expect(allowed).toContain(id);
    // Certificates of custom domains are CloudFront's, which accepts only us-east-1. Policies may name any region.
    const text = stack.text
      .replaceAll(/"certificate_arn": "arn:aws:acm:us-east-1:/g, '')
      .replaceAll(/"statement": "(?:[^"\\]|\\.)*"/g, '');
    const regions = [...text.matchAll(/\b(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d\b/g)].map(
      ([region]) => region,
    );
    for (const region of regions) expect(environment.regions).toContain(region);
  }
});

test('no stack reads another: no remote state, and no data source that fails if nothing exists yet', () => {
  for (const { stack } of cases) {
    // Which copies of its own tables a data stack must import.
    const listing = stack.id.endsWith('-data') ? ['aws_dynamodb_tables'] : [];
    expect(listing).toEqual(expect.arrayContaining(Object.keys(stack.json.data ?? {})));
    expect(stack.text).not.toContain('terraform_remote_state');
  }
});

test('every replica that already exists is imported, and never created again', () => {
  const all = cases.flatMap(({ stack }) => resourcesOf([stack], 'aws_dynamodb_table_replica'));
  expect(all.length).toBeGreaterThan(0);
  for (const { environment, stack } of cases) {
    const replicas = resourcesOf([stack], 'aws_dynamodb_table_replica');
    const taken = (stack.json.import ?? []) as { to: string; id: string; for_each: string }[];
    expect(taken.map(({ to }) => to).sort()).toEqual(replicas.map(({ address }) => address).sort());
    for (const { block, address } of replicas) {
      const [table] = block.depends_on;
      const [{ block: home }] = resourcesOf([stack]).filter((one) => one.address === table) as [Resource];
      // Known before anything is applied, so that an imported copy is never replaced.
      const [provider] = stack.json.provider.aws;
      expect(block.global_table_arn).toBe(
        `arn:aws:dynamodb:${provider.region}:${provider.allowed_account_ids[0]}:table/${home.name}`,
      );
      expect(home.lifecycle.ignore_changes).toEqual(['replica']);
      const own = taken.find(({ to }) => to === address);
      expect(own?.id).toBe(`\${each.key}:${environment.regions[0]}`);
      // If there is no table, Terraform's list is null.
      const listed = `coalesce(data.aws_dynamodb_tables.standing-${block.provider.slice(4)}.names, [])`;
      expect(own?.for_each).toBe(`\${toset([for name in ${listed} : name if name == "${home.name}"])}`);
    }
  }
});

test("log groups for logs that AWS delivers need no entry each in the account's one delivery policy", () => {
  const delivered = cases.flatMap(({ stack }) =>
    resourcesOf([stack])
      .flatMap(({ block }) => [...strings(block)])
      .filter(({ key }) => key === 'destination_arn')
      .map(({ text }) => ({ stack, text })),
  );
  expect(delivered.length).toBeGreaterThan(0);
  for (const { stack, text } of delivered) {
    const group = resourcesOf([stack], 'aws_cloudwatch_log_group').find(
      ({ address }) => text === `\${${address}.arn}`,
    );
    expect(group?.block.name).toMatch(/^\/aws\/vendedlogs\//);
  }
});
