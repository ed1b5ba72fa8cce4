import {
  action,
  bySlot,
  failureOf,
  type Harness,
  newStore,
  newTemplate,
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

describe('templates and linked policies', () => {
  const link = (policyStoreId: string, policyTemplateId: string | undefined, more: object) =>
    client.createPolicy({
      policyStoreId,
      definition: { templateLinked: { policyTemplateId, ...more } },
    });

  it('link fills the slots, follows its template, and is deleted with it', async () => {
    const policyStoreId = await newStore(client, 'STRICT', paymentsSchema());
    const { policyTemplateId } = await newTemplate(client, policyStoreId, bySlot, {
      description: 'one payment',
    });
    const linked = await link(policyStoreId, policyTemplateId, {
      principal: user('u'),
      resource: payment('1'),
    });
    expect(linked).toMatchObject({
      policyType: 'TEMPLATE_LINKED',
      effect: 'Permit',
      principal: user('u'),
      resource: payment('1'),
      actions: [action('view')],
    });
    expect((await client.getPolicy({ policyStoreId, policyId: linked.policyId })).definition).toEqual({
      templateLinked: { policyTemplateId, principal: user('u'), resource: payment('1') },
    });
    const ask = async (actionId: string) =>
      (
        await client.isAuthorized({
          policyStoreId,
          principal: user('u'),
          action: action(actionId),
          resource: payment('1'),
        })
      ).decision;
    expect([await ask('view'), await ask('approve')]).toEqual(['ALLOW', 'DENY']);
    await client.updatePolicyTemplate({
      policyStoreId,
      policyTemplateId,
      statement: bySlot.replace('"view"', '"approve"'),
    });
    expect([await ask('view'), await ask('approve')]).toEqual(['DENY', 'ALLOW']);
    // The description was omitted, and so removed.
    const { description } = await client.getPolicyTemplate({ policyStoreId, policyTemplateId });
    expect(description).toBeUndefined();
    await client.deletePolicyTemplate({ policyStoreId, policyTemplateId });
    expect(await ask('approve')).toBe('DENY');
    expect((await client.listPolicies({ policyStoreId })).policies).toEqual([]);
    expect(await failureOf(client.deletePolicyTemplate({ policyStoreId, policyTemplateId }))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'POLICY_TEMPLATE',
    });
  });

  it.each([
    ['a missing principal', { resource: payment('1') }, 'definition.templateLinked.principal'],
    ['a missing resource', { principal: user('u') }, 'definition.templateLinked.resource'],
  ])('link is refused with %s', async (_what, slots, path) => {
    const policyStoreId = await newStore(client);
    const { policyTemplateId } = await newTemplate(client, policyStoreId, bySlot);
    const refused = await failureOf(link(policyStoreId, policyTemplateId, slots));
    expect(refused.fieldList).toEqual([{ path, message: expect.stringContaining('has the slot') }]);
  });

  it('link is refused with an extra slot, an unknown template, and a wrong entity type', async () => {
    const policyStoreId = await newStore(client, 'STRICT', paymentsSchema());
    const { policyTemplateId } = await newTemplate(
      client,
      policyStoreId,
      'permit(principal == ?principal, action == Payments::Action::"view", resource is Payments::Payment);',
    );
    const more = await failureOf(
      link(policyStoreId, policyTemplateId, { principal: user('u'), resource: payment('1') }),
    );
    expect(more.message).toContain('has no slot ?resource');
    const unknown = await failureOf(link(policyStoreId, 'nope', { principal: user('u') }));
    expect(unknown).toMatchObject({ name: 'ResourceNotFoundException', resourceType: 'POLICY_TEMPLATE' });
    const wrong = await failureOf(link(policyStoreId, policyTemplateId, { principal: payment('1') }));
    expect(wrong.name).toBe('ValidationException');
  });

  it.each([
    ['no slot', 'permit(principal == A::"1", action, resource == A::"2");', 'expected a template'],
    [
      'an unconstrained principal',
      'permit(principal, action, resource == ?resource);',
      'constrain the principal',
    ],
    [
      'an unconstrained resource',
      'permit(principal == ?principal, action, resource);',
      'constrain the resource',
    ],
    [
      'a slot in the condition',
      'permit(principal == A::"1", action, resource in ?resource) when { ?principal == 1 };',
      'slot',
    ],
  ])('template is refused with %s', async (_what, statement, words) => {
    const refused = await failureOf(newTemplate(client, await newStore(client), statement));
    expect(refused.name).toBe('ValidationException');
    expect(refused.message).toContain(words);
  });

  it('template is validated in a STRICT store', async () => {
    const policyStoreId = await newStore(client, 'STRICT', paymentsSchema());
    const refused = await failureOf(
      newTemplate(client, policyStoreId, bySlot.replace(';', ' when { resource.x == 1 };')),
    );
    expect(refused.message).toContain('attribute `x`');
  });

  it('update keeps the scope, and a linked policy cannot be updated by itself', async () => {
    const policyStoreId = await newStore(client);
    const { policyTemplateId } = await newTemplate(client, policyStoreId, bySlot);
    const moved = await failureOf(
      client.updatePolicyTemplate({
        policyStoreId,
        policyTemplateId,
        statement: bySlot.replace('resource ==', 'resource in'),
      }),
    );
    expect(moved.message).toContain('cannot change');
    const { policyId } = await link(policyStoreId, policyTemplateId, {
      principal: user('u'),
      resource: payment('1'),
    });
    const refused = await failureOf(
      client.updatePolicy({
        policyStoreId,
        policyId,
        definition: { static: { statement: 'permit(principal, action, resource);' } },
      }),
    );
    expect(refused.message).toContain('update the template');
  });

  it('a store has at most 40 templates, of at most 10,000 bytes', async () => {
    const policyStoreId = await newStore(client);
    const large = await failureOf(newTemplate(client, policyStoreId, `${bySlot}//${'x'.repeat(10_000)}`));
    expect(large.name).toBe('ServiceQuotaExceededException');
    for (let i = 0; i < 40; i++) await newTemplate(client, policyStoreId, bySlot);
    const refused = await failureOf(newTemplate(client, policyStoreId, bySlot));
    expect(refused).toMatchObject({
      name: 'ServiceQuotaExceededException',
      resourceType: 'POLICY_TEMPLATE',
      resourceId: policyStoreId,
    });
  });
});
