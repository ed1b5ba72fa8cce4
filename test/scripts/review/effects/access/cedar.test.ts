import { compareStores } from '../../../../../scripts/policy/compare';
import type { Json } from '../../../../../scripts/review/model';
import type { Attributes, PlannedResource } from '../../../../../scripts/review/planned';
import { type StoreContent, storeContent, withPool } from '../../../../../stacks/policies/cedar';
import { edited, wideningEdits } from '../../../policy/edits';
import { effectsIn, resource, saidIn, unchanged } from './plan';

jest.mock('../../../../../scripts/policy/compare', () => {
  const real = jest.requireActual('../../../../../scripts/policy/compare');
  return { ...real, compareStores: jest.fn(real.compareStores) };
});

interface Store {
  scope?: string;
  id?: string;
  pool?: string;
}

const statement = (text: string, name: string): Attributes => ({
  definition: [{ static: [{ statement: text, description: `${name}.cedar` }] }],
});

/** The resources of a store that changes from one content to another. */
function storePlan(
  before: StoreContent | undefined,
  after: StoreContent,
  { scope = 'acme', id = 'store-1', pool = 'eu-central-1_AbC' }: Store = {},
): PlannedResource[] {
  const within = { policy_store_id: id };
  const sides = (old: Attributes | undefined, now: Attributes | undefined) => ({
    ...(old && { before: { ...within, ...old } }),
    ...(now && { after: before ? { ...within, ...now } : now }),
    unknown: (before ? {} : { policy_store_id: true }) as Json,
  });
  const files = (
    kind: 'policies' | 'templates',
    read: (text: string, name: string) => Attributes,
    type: string,
  ) => {
    const names = new Set([...(before?.[kind] ?? []), ...after[kind]].map(({ name }) => name));
    return [...names].map((name) => {
      const of = (content: StoreContent | undefined) => {
        const file = content?.[kind].find((one) => one.name === name);
        return file && read(withPool(file, pool), name);
      };
      return resource(
        `aws_verifiedpermissions_${type}.${scope}_${type.replace('policy_', '')}-${name}`,
        sides(of(before), of(after)),
      );
    });
  };
  const schema = (content: StoreContent | undefined) =>
    content && { definition: [{ value: content.schema }] };
  const source = {
    configuration: [
      {
        cognito_user_pool_configuration: [
          { user_pool_arn: `arn:aws:cognito-idp:e:1:userpool/${pool}`, client_ids: ['c1'] },
        ],
      },
    ],
  };
  return [
    unchanged(`aws_cognito_user_pool_client.${scope}_web`, { id: 'c1' }),
    resource(`aws_verifiedpermissions_policy_store.${scope}_store`, {
      ...(before && { before: { id } }),
      after: before ? { id } : {},
    }),
    resource(`aws_verifiedpermissions_schema.${scope}_schema`, sides(schema(before), schema(after))),
    ...files('policies', statement, 'policy'),
    ...files(
      'templates',
      (text, name) => ({ statement: text, description: `${name}.template.cedar` }),
      'policy_template',
    ),
    resource(
      `aws_verifiedpermissions_identity_source.${scope}_identity-source`,
      sides(before && source, source),
    ),
  ];
}

const tenant = storeContent('tenant');
const withText = (name: string, text: (old: string) => string | undefined): StoreContent => ({
  ...tenant,
  policies: tenant.policies.flatMap((file) => {
    const now = file.name === name ? text(file.text) : file.text;
    return now === undefined ? [] : [{ ...file, text: now }];
  }),
});

const ids = (plan: PlannedResource[]) =>
  Object.fromEntries(
    Object.entries(effectsIn(plan)).map(([address, effects]) => [address, effects.map(({ id }) => id)]),
  );

test.each(wideningEdits)('in the kind $kind: $name', (edit) => {
  const { before, after } = edited(edit);
  const found = effectsIn(storePlan(before, after));
  const address = `aws_verifiedpermissions_policy.acme_policy-${edit.policy}`;
  expect(Object.keys(found)).toEqual([address]);
  expect(found[address]).toEqual([
    { id: 'cedar-widens', what: expect.stringMatching(/^newly allowed: \w+ "/) },
  ]);
});

test('the example says who may do what', () => {
  const more = withText('operators-approve-up-to-limit', (text) => text.replace('1000000', '2000000'));
  const [said] = saidIn(storePlan(tenant, more));
  expect(said).toMatch(
    /^cedar-widens: newly allowed: User ".*" in Group "operators".* approvePayment Payment ".*" \{.*amount: \d+/,
  );
});

test.each<[string, StoreContent]>([
  ['a permit less', withText('viewers-view', () => undefined)],
  ['another comment', withText('viewers-view', (text) => `// Who looks.\n${text}`)],
  [
    'a forbid more',
    {
      ...tenant,
      policies: [
        ...tenant.policies,
        { name: 'no', path: 'no.cedar', text: 'forbid (principal, action, resource);', template: false },
      ],
    },
  ],
  [
    'a template more',
    {
      ...tenant,
      templates: [
        ...tenant.templates,
        { name: 't', path: 't', text: 'permit (principal == ?principal, action, resource);', template: true },
      ],
    },
  ],
])('%s allows nothing new', (_, after) => {
  expect(saidIn(storePlan(tenant, after))).toEqual([]);
});

test('an unproved change may widen', () => {
  const less = withText('operators-approve-up-to-limit', (text) => text.replace('1000000', '500000'));
  expect(saidIn(storePlan(tenant, less))).toEqual([
    'cedar-may-widen: not proved to allow nothing new: User approvePayment Payment',
  ]);
});

test('a store created with its policies widens nothing', () => {
  expect(saidIn(storePlan(undefined, tenant))).toEqual([]);
});

test('a store removed with its policies widens nothing', () => {
  const plan = storePlan(tenant, tenant).map(({ after: _, ...rest }) =>
    resource(rest.address, { ...rest, action: 'delete' }),
  );
  expect(saidIn(plan)).toEqual([]);
});

test('of several changes, only the one that widens access gets the effect', () => {
  const both = {
    ...withText('tenant-isolation', () => undefined),
    policies: withText('tenant-isolation', () => undefined).policies.filter(
      ({ name }) => name !== 'viewers-view',
    ),
  };
  expect(ids(storePlan(tenant, both))).toEqual({
    'aws_verifiedpermissions_policy.acme_policy-tenant-isolation': ['cedar-widens'],
  });
});

test('a changed template may widen whatever is linked to it', () => {
  const after = {
    ...tenant,
    templates: tenant.templates.map((file) => ({
      ...file,
      text: file.text.replace('viewPayment', 'approvePayment'),
    })),
  };
  expect(saidIn(storePlan(tenant, after))).toEqual([
    'cedar-may-widen: whatever is linked to the template may be allowed more',
  ]);
});

test('the order of a schema does not matter', () => {
  const { a, ...rest } = JSON.parse(`{"a":1,${tenant.schema.slice(1)}`) as Record<string, Json>;
  expect(a).toBe(1);
  const [[namespace, { actions, ...types }]] = Object.entries(rest) as [[string, Record<string, Json>]];
  const reordered = { ...tenant, schema: JSON.stringify({ [namespace]: { ...types, actions } }) };
  expect(reordered.schema).not.toBe(tenant.schema);
  expect(saidIn(storePlan(tenant, reordered))).toEqual([]);
});

test('a pool’s own id in the text is not a difference, but another pool’s id is', () => {
  const plan = storePlan(tenant, tenant, { pool: 'eu-central-1_AbC' });
  const other = storePlan(tenant, tenant, { pool: 'eu-central-1_Other' });
  const moved = plan.map((own, index) => {
    const after = other[index]?.after;
    return own.type.endsWith('_policy') ? resource(own.address, { ...own, after, action: 'update' }) : own;
  });
  expect(Object.values(ids(moved)).flat()).toContain('cedar-widens');
  const all = plan.map((own, index) =>
    resource(own.address, { ...own, after: other[index]?.after, action: 'update' }),
  );
  expect(ids(all)).toEqual({
    'aws_verifiedpermissions_identity_source.acme_identity-source': ['identity-source-wider'],
  });
});

test.each<[string, (own: PlannedResource) => PlannedResource, RegExp]>([
  [
    'is known only later',
    (own) => ({ ...own, after: { policy_store_id: 'store-1' }, unknown: { definition: true } }),
    /known only after/,
  ],
  [
    'does not parse',
    (own) => ({ ...own, after: { policy_store_id: 'store-1', ...statement('permit (', 'viewers-view') } }),
    /cannot be compared/,
  ],
  [
    'links a template',
    (own) => ({
      ...own,
      after: { policy_store_id: 'store-1', definition: [{ template_linked: [{ policy_template_id: 't' }] }] },
    }),
    /linked to a template/,
  ],
  [
    'is in an unknown store',
    (own) => ({
      ...own,
      name: 'x',
      after: {
        ...own.after,
        policy_store_id: null,
        ...statement('permit (principal, action, resource);', 'x'),
      },
    }),
    /which store/,
  ],
])('a policy may widen if it %s', (_, change, why) => {
  const plan = storePlan(tenant, tenant).map((own) =>
    own.name === 'acme_policy-viewers-view' ? { ...change(own), action: 'update' as const } : own,
  );
  const said = saidIn(plan);
  expect(said).not.toEqual([]);
  for (const text of said) expect(text).toMatch(/^cedar-may-widen: /);
  expect(said.join()).toMatch(why);
});

test('a text that is known only after the apply is read as synthesized', () => {
  const more = withText('viewers-view', () => 'permit (principal, action, resource);');
  const given = (content: StoreContent) =>
    storePlan(tenant, tenant).map((own) => {
      if (own.name !== 'acme_policy-viewers-view') return own;
      const file = content.policies.find(({ name }) => name === 'viewers-view');
      const text = withPool(
        file ?? { name: '', path: '', text: '', template: false },
        ['$', '{aws_cognito_user_pool.acme_pool.id}'].join(''),
      );
      return {
        ...own,
        action: 'update' as const,
        after: { policy_store_id: 'store-1' },
        unknown: { definition: [{ static: [{ statement: true }] }] },
        configured: statement(text, 'viewers-view'),
      };
    });
  expect(saidIn(given(tenant))).toEqual([]);
  expect(Object.values(ids(given(more)))).toEqual([['cedar-widens']]);
});

test('a store without a schema cannot be compared', () => {
  const more = withText('viewers-view', () => 'permit (principal, action, resource);');
  const plan = storePlan(tenant, more).filter(({ type }) => !type.endsWith('_schema'));
  expect(saidIn(plan)).toEqual(['cedar-may-widen: cannot be compared: the store has no schema in this plan']);
});

test('the same change in many stores is compared once', () => {
  jest.mocked(compareStores).mockClear();
  const more = withText('viewers-view', (text) =>
    `${text}\npermit (principal, action, resource);`.slice(text.length),
  );
  const plans = Array.from({ length: 30 }, (_, n) =>
    storePlan(tenant, more, { scope: `t${n}`, id: `store-${n}`, pool: `eu-central-1_P${n}` }),
  );
  expect(Object.keys(effectsIn(plans.flat()))).toHaveLength(30);
  for (const plan of plans) expect(Object.keys(effectsIn(plan))).toHaveLength(1);
  expect(compareStores).toHaveBeenCalledTimes(1);
});

describe('an identity source', () => {
  const source = (before: Json | undefined, after: Json, given: Partial<PlannedResource> = {}) => {
    const wrap = (configuration: Json): Attributes => ({
      policy_store_id: 's',
      principal_entity_type: 'N::User',
      configuration: [{ cognito_user_pool_configuration: [configuration] }],
    });
    return resource('aws_verifiedpermissions_identity_source.acme_identity-source', {
      ...(before !== undefined && { before: wrap(before) }),
      after: wrap(after),
      ...given,
    });
  };
  const own = {
    user_pool_arn: 'p',
    client_ids: ['c1'],
    group_configuration: [{ group_entity_type: 'N::Group' }],
  };
  const client = unchanged('aws_cognito_user_pool_client.c2', { id: 'c2' });
  const newClient = resource('aws_cognito_user_pool_client.c3', { after: {}, unknown: { id: true } });
  const unknownIds = {
    configuration: [{ cognito_user_pool_configuration: [{ client_ids: [false, true] }] }],
  };

  test.each<[string, PlannedResource[], string[]]>([
    ['of a client less', [source({ ...own, client_ids: ['c1', 'c2'] }, own)], []],
    ['of a client of the plan', [client, source(own, { ...own, client_ids: ['c1', 'c2'] })], []],
    [
      'of a client that is still to be created',
      [newClient, source(own, { ...own, client_ids: ['c1', null] }, { unknown: unknownIds })],
      [],
    ],
    [
      'of an unknown client',
      [client, source(own, { ...own, client_ids: ['c1', null] }, { unknown: unknownIds })],
      ['tokens of a client that is not known yet would be accepted'],
    ],
    [
      'of a strange client',
      [client, source(own, { ...own, client_ids: ['c1', 'x'] })],
      ['tokens of client x would also be accepted'],
    ],
    [
      'of all clients',
      [source(own, { ...own, client_ids: [] })],
      ['tokens of every client of the pool would be accepted'],
    ],
    [
      'of all clients, when it is created',
      [source(undefined, { ...own, client_ids: [] })],
      ['tokens of every client of the pool would be accepted'],
    ],
    [
      'of all clients, left out',
      [
        newClient,
        source(
          undefined,
          { user_pool_arn: 'p' },
          {
            unknown: { configuration: [{ cognito_user_pool_configuration: [{ client_ids: true }] }] },
            configured: {},
          },
        ),
      ],
      ['tokens of every client of the pool would be accepted'],
    ],
    ['as it should be made', [client, source(undefined, { ...own, client_ids: ['c2'] })], []],
    ['of another pool', [source(own, { ...own, user_pool_arn: 'q' })], ['the pool would be q, now p']],
    [
      'without groups',
      [source(own, { ...own, group_configuration: [] })],
      ['the type of groups would be none, now N::Group'],
    ],
  ])('with tokens %s', (_, plan, said) => {
    expect(saidIn(plan)).toEqual(said.map((what) => `identity-source-wider: ${what}`));
  });
});

test('by hand', () => {
  const policy = storePlan(tenant, tenant).find(({ type }) => type.endsWith('_policy'));
  if (!policy) throw new Error('no policy');
  const drift = (after: Attributes) => ({
    ...policy,
    section: 'drift' as const,
    action: 'update' as const,
    after,
  });
  const wide = drift({
    policy_store_id: 'store-1',
    ...statement('permit (principal, action, resource);', 'x'),
  });
  expect(saidIn([wide])).toEqual(['cedar-may-widen: it was changed outside of Terraform']);
  expect(saidIn([drift({ ...(policy.before as Attributes), tags: {} })])).toEqual([]);
});
