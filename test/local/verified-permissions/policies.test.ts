import {
  action,
  failureOf,
  type Harness,
  newPolicy,
  newStore,
  payment,
  paymentsSchema,
  start,
  user,
} from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

describe('static policies', () => {
  it('shows what its scope names', async () => {
    const policyStoreId = await newStore(client);
    const statement = `permit(
      principal in Payments::Group::"clerks",
      action in [Payments::Action::"view", Payments::Action::"approve"],
      resource == Payments::Payment::"1"
    ) when { true };
`;
    const created = await newPolicy(client, policyStoreId, statement, {
      definition: { static: { statement, description: 'clerks' } },
      name: 'name/clerks',
    });
    const scope = {
      effect: 'Permit',
      policyType: 'STATIC',
      principal: { entityType: 'Payments::Group', entityId: 'clerks' },
      resource: payment('1'),
      actions: [action('view'), action('approve')],
    };
    expect(created).toMatchObject(scope);
    for (const policyId of [created.policyId, 'name/clerks'])
      expect(await client.getPolicy({ policyStoreId, policyId })).toMatchObject({
        ...scope,
        policyId: created.policyId,
        name: 'name/clerks',
        definition: { static: { statement, description: 'clerks' } },
      });
    const { policies } = await client.listPolicies({ policyStoreId });
    expect(policies).toHaveLength(1);
    expect(policies?.[0]).toMatchObject({ ...scope, definition: { static: { description: 'clerks' } } });
    expect(policies?.[0]?.definition?.static).not.toHaveProperty('statement');
  });

  it('leaves out what its scope leaves open', async () => {
    const policyStoreId = await newStore(client);
    const created = await newPolicy(
      client,
      policyStoreId,
      'forbid(principal is Payments::User, action, resource);',
    );
    expect(created.effect).toBe('Forbid');
    for (const member of ['principal', 'resource', 'actions'])
      expect(created[member as keyof typeof created]).toBeUndefined();
  });

  it.each([
    ['a syntax error', 'permit(principal, action;', 'unexpected token'],
    [
      'two policies',
      'permit(principal,action,resource);permit(principal,action,resource);',
      'unexpected token',
    ],
    ['a slot', 'permit(principal == ?principal, action, resource);', 'expected a static policy'],
  ])('is refused with %s in any store', async (_what, statement, words) => {
    const refused = await failureOf(newPolicy(client, await newStore(client, 'OFF'), statement));
    expect(refused.name).toBe('ValidationException');
    expect(refused.fieldList).toEqual([
      { path: 'definition.static.statement', message: expect.stringContaining(words) },
    ]);
  });

  const view = 'principal, action == Payments::Action::"view", resource';
  it.each([
    [
      'an unknown entity type',
      `permit(principal is Payments::Nope, action, resource);`,
      'unrecognized entity type',
    ],
    [
      'an unknown action',
      `permit(principal, action == Payments::Action::"nix", resource);`,
      'unrecognized action',
    ],
    ['an unknown attribute', `permit(${view}) when { resource.colour == "red" };`, 'attribute `colour`'],
    [
      'an unguarded optional attribute',
      `permit(${view}) when { resource.note == "x" };`,
      'optional attribute',
    ],
    ['a type error', `permit(${view}) when { resource.amount == "12" };`, 'not compatible'],
    ['an impossible condition', `permit(${view}) when { false };`, 'impossible'],
    [
      'an action that does not apply',
      'permit(principal is Payments::Group, action == Payments::Action::"view", resource);',
      'applicable action',
    ],
  ])('is refused with %s in a STRICT store only', async (_what, statement, words) => {
    const refused = await failureOf(
      newPolicy(client, await newStore(client, 'STRICT', paymentsSchema()), statement),
    );
    expect(refused.name).toBe('ValidationException');
    expect(JSON.stringify(refused.fieldList)).toContain(words);
    await newPolicy(client, await newStore(client, 'OFF', paymentsSchema()), statement);
  });

  it('is refused in a STRICT store without a schema', async () => {
    const refused = await failureOf(
      newPolicy(client, await newStore(client, 'STRICT'), 'permit(principal, action, resource);'),
    );
    expect(refused.message).toContain('No schema present');
  });

  it('is refused above 10,000 bytes', async () => {
    const statement = `permit(principal, action, resource);//${'x'.repeat(10_000)}`;
    const refused = await failureOf(newPolicy(client, await newStore(client), statement));
    expect(refused).toMatchObject({ name: 'ServiceQuotaExceededException', resourceType: 'POLICY' });
  });

  it('changes actions and conditions, and neither effect, principal nor resource', async () => {
    const policyStoreId = await newStore(client);
    const { policyId } = await newPolicy(
      client,
      policyStoreId,
      'permit(principal == A::"1", action, resource);',
    );
    const update = (statement: string) =>
      client.updatePolicy({ policyStoreId, policyId, definition: { static: { statement } } });
    const statement = 'permit(principal == A::"1", action == Action::"a", resource) when { true };';
    await update(statement);
    for (const other of [
      'forbid(principal == A::"1", action, resource);',
      'permit(principal in A::"1", action, resource);',
      'permit(principal == A::"2", action, resource);',
      'permit(principal, action, resource);',
      'permit(principal == A::"1", action, resource == B::"1");',
    ])
      expect((await failureOf(update(other))).message).toContain('cannot change');
    expect(await client.getPolicy({ policyStoreId, policyId })).toMatchObject({
      definition: { static: { statement } },
    });
  });

  it('has a unique name in the store', async () => {
    const policyStoreId = await newStore(client);
    const any = 'permit(principal, action, resource);';
    const first = await newPolicy(client, policyStoreId, any, { name: 'name/one' });
    const taken = await failureOf(newPolicy(client, policyStoreId, any, { name: 'name/one' }));
    expect(taken).toMatchObject({
      name: 'ConflictException',
      resources: [{ resourceType: 'POLICY', resourceId: first.policyId }],
    });
    await client.updatePolicy({ policyStoreId, policyId: 'name/one', name: '' });
    await newPolicy(client, policyStoreId, any, { name: 'name/one' });
    const bad = await failureOf(newPolicy(client, policyStoreId, any, { name: 'one' }));
    expect(bad.name).toBe('ValidationException');
  });

  it('is gone after deletion, which may be repeated', async () => {
    const policyStoreId = await newStore(client);
    const { policyId } = await newPolicy(client, policyStoreId, 'permit(principal, action, resource);');
    const ask = () =>
      client.isAuthorized({
        policyStoreId,
        principal: user('u'),
        action: action('view'),
        resource: payment('1'),
      });
    expect(await ask()).toMatchObject({ decision: 'ALLOW', determiningPolicies: [{ policyId }] });
    await client.deletePolicy({ policyStoreId, policyId });
    await client.deletePolicy({ policyStoreId, policyId });
    expect(await ask()).toMatchObject({ decision: 'DENY', determiningPolicies: [] });
    expect(await failureOf(client.getPolicy({ policyStoreId, policyId }))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'POLICY',
      resourceId: policyId,
    });
  });
});

describe('BatchGetPolicy', () => {
  it('returns what exists and reports what does not', async () => {
    const policyStoreId = await newStore(client);
    const statement = 'permit(principal, action, resource);';
    const { policyId } = await newPolicy(client, policyStoreId, statement);
    const { results, errors } = await client.batchGetPolicy({
      requests: [
        { policyStoreId, policyId: 'nope' },
        { policyStoreId, policyId },
        { policyStoreId: 'nope', policyId },
        { policyStoreId: 'policy-store-alias/nope', policyId },
      ],
    });
    expect(results).toMatchObject([{ policyStoreId, policyId, definition: { static: { statement } } }]);
    expect(errors?.map(({ code }) => code)).toEqual([
      'POLICY_NOT_FOUND',
      'POLICY_STORE_NOT_FOUND',
      'POLICY_STORE_ALIAS_NOT_FOUND',
    ]);
  });
});
