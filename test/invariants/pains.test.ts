import { everyOption } from '../stacks/every-option';
import { type Resource, realEnvironments, resourcesOf, type Stack, synthesize } from './fleet';

// Pains of users elsewhere, by their numbers in the list that our design answers, as far as a plan's input shows
// them. What only an apply shows is in test/e2e.

const stacks = [...realEnvironments, everyOption].flatMap((loaded) => [...synthesize(loaded).values()]);
const of = (type: string) => resourcesOf(stacks, type);
const name = ({ stack, address }: Resource) => `${stack.id} ${address}`;

/** Every resource that Terraform has to wait for before this one, directly or indirectly. */
function waitsFor({ stack, block }: Pick<Resource, 'stack' | 'block'>): Set<string> {
  const all = new Map(resourcesOf([stack]).map((resource) => [resource.address, resource]));
  const seen = new Set<string>();
  const visit = (value: unknown) => {
    const text = JSON.stringify(value);
    for (const [address, resource] of all)
      if (!seen.has(address) && (text.includes(`"${address}"`) || text.includes(`\${${address}.`))) {
        seen.add(address);
        visit(resource.block);
      }
  };
  visit(block);
  return seen;
}

/** The pool that a resource belongs to, including in the input of a function. */
const poolOf = ({ type, block }: Resource) =>
  type === 'aws_lambda_invocation' ? JSON.parse(block.input).userPoolId : block.user_pool_id;

/** Resources of kinds that are not chained, in each pool; there must be none. */
function unordered(resources: Resource[]): string[] {
  const pools = new Map<string, Resource[]>();
  for (const resource of resources) {
    const pool = `${resource.stack.id} ${poolOf(resource)}`;
    pools.set(pool, [...(pools.get(pool) ?? []), resource]);
  }
  return [...pools.values()].flatMap((inPool) =>
    inPool.flatMap((one, index) =>
      inPool
        .slice(index + 1)
        .filter((other) => !waitsFor(other).has(one.address) && !waitsFor(one).has(other.address))
        .map((other) => `${name(one)} | ${other.address}`),
    ),
  );
}

test('pain 1 (a new secret is a new client, with another id): no change replaces a client', () => {
  for (const { block } of of('aws_cognito_user_pool_client')) {
    // This provider replaces a client if its pool, or whether it has a secret, changes: neither is ever computed.
    expect(block.user_pool_id).toMatch(/^\$\{aws_cognito_user_pool\.[\w-]+\.id\}$/);
    expect(typeof block.generate_secret).toBe('boolean');
    expect(block.lifecycle?.replace_triggered_by).toBeUndefined();
  }
  expect(of('aws_cognito_user_pool_client').length).toBeGreaterThan(0);
});

test('pain 2 (a removed hook plans "No changes"): every pool names its hook with the version of its event', () => {
  const pools = of('aws_cognito_user_pool');
  expect(pools.length).toBeGreaterThan(0);
  for (const { stack, block } of pools) {
    const { pre_token_generation_config: hook, pre_token_generation: old } = block.lambda_config;
    expect(hook.lambda_arn).toMatch(/^\$\{aws_lambda_(function\.hook_function|alias\.[\w-]+_hook)\.arn\}$/);
    expect(hook.lambda_version).toBe(/-machine$/.test(stack.id) ? 'V3_0' : 'V2_0');
    // The older argument mirrors the newer one, and having both would hide a removal.
    expect(old).toBeUndefined();
  }
});

test('pain 3 (a changed schema fails, or replaces the pool and loses every user): what replaces a pool is constant', () => {
  const kinds = new Map<string, Set<string>>();
  for (const { stack, block } of of('aws_cognito_user_pool')) {
    const flow = /-(customer|internal|machine)$/.exec(stack.id)?.[1] ?? 'tenant';
    const fixed = JSON.stringify({
      names: block.username_attributes,
      written: block.username_configuration,
      alias: block.alias_attributes,
      schema: flow === 'internal' ? undefined : block.schema,
    });
    kinds.set(flow, (kinds.get(flow) ?? new Set()).add(fixed));
    // If hidden, a change would leave reality and configuration apart for ever.
    expect(block.lifecycle.ignore_changes).toBeUndefined();
    for (const attribute of block.schema ?? []) {
      // Cognito accepts no later change of a custom attribute, and never had required ones.
      expect(attribute.required).toBe(false);
      expect(attribute.string_attribute_constraints).toEqual({
        min_length: expect.any(String),
        max_length: expect.any(String),
      });
    }
  }
  expect([...kinds.keys()].sort()).toEqual(['customer', 'internal', 'machine', 'tenant']);
  // One way for all pools of a flow, in every environment.
  for (const ways of kinds.values()) expect(ways.size).toBe(1);
});

test('pain 4 (prevent_destroy cannot vary in HCL): each environment gets the value that it needs', () => {
  const production = new Set(
    realEnvironments
      .filter(({ environment }) => environment.production)
      .map(({ environment }) => environment.name),
  );
  const guarded = [
    ...of('aws_cognito_user_pool'),
    ...of('aws_verifiedpermissions_policy_store'),
    ...of('aws_dynamodb_table'),
  ];
  for (const { stack, block } of guarded)
    expect({ stack: stack.id, kept: block.lifecycle.prevent_destroy }).toEqual({
      stack: stack.id,
      kept: production.has(stack.id.split('-')[0] as string),
    });
  expect(new Set(guarded.map(({ block }) => block.lifecycle.prevent_destroy))).toEqual(
    new Set([true, false]),
  );
});

test('pain 5 (endless drift on provider details): exactly what the server fills in is ignored, and nothing that we set', () => {
  // Providers with a secret are not Terraform resources, so nothing of theirs can drift (pain 6).
  const providers = of('aws_cognito_identity_provider');
  expect(providers.length).toBeGreaterThan(0);
  for (const { block } of providers) {
    const ignored: string[] = block.lifecycle.ignore_changes;
    expect(ignored.length).toBeGreaterThan(0);
    const keys = ignored.map((path) => /^provider_details\["(\w+)"\]$/.exec(path)?.[1]);
    expect(keys).not.toContain(undefined);
    for (const key of Object.keys(block.provider_details)) expect(keys).not.toContain(key);
  }
});

test('pain 7 (ConcurrentModificationException): changes of one pool are made one after the other', () => {
  for (const types of [
    ['aws_cognito_user_pool_client'],
    ['aws_cognito_identity_provider', 'aws_lambda_invocation'],
    ['aws_cognito_resource_server'],
    ['aws_cognito_user_pool_domain'],
  ])
    expect({ types, unordered: unordered(types.flatMap(of)) }).toEqual({ types, unordered: [] });
  // At least three services in one pool: two could be in order by chance.
  const machines = stacks.filter(({ id }) => id.endsWith('-machine'));
  const most = Math.max(
    ...machines.map((stack: Stack) => resourcesOf([stack], 'aws_cognito_user_pool_client').length),
  );
  expect(most).toBeGreaterThanOrEqual(3);
});

/** Address of a provider of the client's pool that a function manages. */
const managed = ({ stack, block }: Resource, name: string) =>
  resourcesOf([stack], 'aws_lambda_invocation').find((resource) => {
    const { providerName } = JSON.parse(resource.block.input);
    return providerName === name && poolOf(resource) === block.user_pool_id;
  })?.address;

test('pain 7: a client waits for every provider and every scope that it names', () => {
  for (const client of of('aws_cognito_user_pool_client')) {
    const before = waitsFor(client);
    for (const provider of client.block.supported_identity_providers ?? []) {
      const address = /^\$\{(.+)\.provider_name\}$/.exec(provider)?.[1] ?? managed(client, provider);
      if (provider !== 'COGNITO') expect(before).toContain(address);
    }
    if (client.block.allowed_oauth_flows?.includes('client_credentials'))
      for (const { stack, address } of of('aws_cognito_resource_server'))
        if (stack.id === client.stack.id) expect(before).toContain(address);
  }
});

test('pain 8 (order of Verified Permissions): store, schema, templates, policies, identity source', () => {
  const order = ['store', 'schema', 'template', 'policy', 'identity-source'];
  const rank = (address: string) => {
    const [, type, rest] = /^aws_verifiedpermissions_(\w+)\.(.+)$/.exec(address) ?? [];
    if (type === undefined) return undefined;
    return {
      store: rest?.replace(/_(store|schema|identity-source|template-.*|policy-.*)$/, ''),
      at: order.indexOf(type.replace(/^policy_(store|template)$/, '$1').replace('_', '-')),
    };
  };
  const sources = of('aws_verifiedpermissions_identity_source');
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    const own = rank(source.address);
    const before = [...waitsFor(source)].map(rank).filter((other) => other?.store === own?.store);
    // The source comes last, after everything that a store contains.
    expect(new Set(before.map((other) => other?.at))).toEqual(
      new Set(before.some((other) => other?.at === 2) ? [0, 1, 2, 3] : [0, 1, 3]),
    );
  }
  for (const kind of ['schema', 'policy_template', 'policy'])
    for (const resource of of(`aws_verifiedpermissions_${kind}`)) {
      const own = rank(resource.address);
      for (const other of [...waitsFor(resource)].map(rank))
        if (other?.store === own?.store) expect(other?.at).toBeLessThan(own?.at ?? -1);
    }
});
