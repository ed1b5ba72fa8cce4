import { failureOf, type Harness, newPolicy, newStore, paymentsSchema, start } from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

describe('schema', () => {
  it('is returned as it was put, with its namespaces, and `{}` removes it', async () => {
    const text = paymentsSchema();
    const policyStoreId = await newStore(client, 'STRICT');
    const put = await client.putSchema({ policyStoreId, definition: { cedarJson: text } });
    expect(put.namespaces).toEqual(['Payments']);
    expect(await client.getSchema({ policyStoreId })).toMatchObject({
      schema: text,
      namespaces: ['Payments'],
      createdDate: put.createdDate,
    });
    await client.putSchema({ policyStoreId, definition: { cedarJson: '{}' } });
    expect(await failureOf(client.getSchema({ policyStoreId }))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'SCHEMA',
    });
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '[]', 'a schema is a JSON object'],
    ['a reserved namespace', '{"aws":{"entityTypes":{},"actions":{}}}', 'is not allowed'],
    ['the unnamed namespace', '{"":{"entityTypes":{},"actions":{}}}', 'is not allowed'],
    [
      'a type that does not exist',
      '{"A":{"entityTypes":{"U":{"memberOfTypes":["Nope"]}},"actions":{}}}',
      'Nope',
    ],
  ])('is refused with %s', async (_what, cedarJson, words) => {
    const policyStoreId = await newStore(client);
    const refused = await failureOf(client.putSchema({ policyStoreId, definition: { cedarJson } }));
    expect(refused.name).toBe('ValidationException');
    expect(refused.message).toContain(words);
    expect(refused.fieldList).toEqual([
      { path: 'definition.cedarJson', message: expect.stringContaining(words) },
    ]);
  });

  it('is refused above 100,000 bytes', async () => {
    const policyStoreId = await newStore(client);
    const cedarJson = paymentsSchema() + ' '.repeat(100_001);
    const refused = await failureOf(client.putSchema({ policyStoreId, definition: { cedarJson } }));
    expect(refused).toMatchObject({ name: 'ServiceQuotaExceededException', resourceType: 'SCHEMA' });
  });

  it('does not check old policies again, but checks the next update', async () => {
    const wants = (attribute: string) =>
      `permit(principal, action == Payments::Action::"view", resource) when { principal.${attribute} == "x" };`;
    const policyStoreId = await newStore(
      client,
      'STRICT',
      paymentsSchema({ user: { old: { type: 'String' } } }),
    );
    const { policyId } = await newPolicy(client, policyStoreId, wants('old'));
    await client.putSchema({
      policyStoreId,
      definition: { cedarJson: paymentsSchema({ user: { fresh: { type: 'String' } } }) },
    });
    const update = (statement: string) =>
      client.updatePolicy({ policyStoreId, policyId, definition: { static: { statement } } });
    const refused = await failureOf(update(wants('old')));
    expect(refused.message).toContain('attribute `old`');
    await update(wants('fresh'));
  });
});
