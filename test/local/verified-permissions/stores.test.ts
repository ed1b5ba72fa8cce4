import { account, failureOf, type Harness, newStore, start } from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

describe('policy stores', () => {
  it('keeps what was given and answers in AWS’s shape', async () => {
    const created = await client.createPolicyStore({
      validationSettings: { mode: 'STRICT' },
      description: 'payments',
      deletionProtection: 'ENABLED',
      tags: { team: 'identity' },
    });
    expect(created.arn).toBe(`arn:aws:verifiedpermissions::${account}:policy-store/${created.policyStoreId}`);
    expect(created.createdDate).toEqual(harness.clock.now);
    const { policyStoreId } = created;
    const plain = await client.getPolicyStore({ policyStoreId });
    expect(plain).toMatchObject({
      validationSettings: { mode: 'STRICT' },
      description: 'payments',
      deletionProtection: 'ENABLED',
      encryptionState: { default: {} },
      cedarVersion: 'CEDAR_4',
    });
    expect(plain.tags).toBeUndefined();
    const tagged = await client.getPolicyStore({ policyStoreId, tags: true });
    expect(tagged.tags).toEqual({ team: 'identity' });
  });

  it('shows the key of an encrypted store', async () => {
    const key = `arn:aws:kms:eu-central-1:${account}:key/1`;
    const { policyStoreId } = await client.createPolicyStore({
      validationSettings: { mode: 'OFF' },
      encryptionSettings: { kmsEncryptionSettings: { key } },
    });
    const { encryptionState } = await client.getPolicyStore({ policyStoreId });
    expect(encryptionState).toEqual({ kmsEncryptionState: { key, encryptionContext: {} } });
  });

  it('refuses to delete a protected store until protection is off, and deletes twice without complaint', async () => {
    const { policyStoreId } = await client.createPolicyStore({
      validationSettings: { mode: 'OFF' },
      deletionProtection: 'ENABLED',
    });
    const refused = await failureOf(client.deletePolicyStore({ policyStoreId }));
    expect(refused.name).toBe('InvalidStateException');
    // Protection stays unless the update names it.
    await client.updatePolicyStore({ policyStoreId, validationSettings: { mode: 'OFF' } });
    expect((await failureOf(client.deletePolicyStore({ policyStoreId }))).name).toBe('InvalidStateException');
    await client.updatePolicyStore({
      policyStoreId,
      validationSettings: { mode: 'OFF' },
      deletionProtection: 'DISABLED',
    });
    await client.deletePolicyStore({ policyStoreId });
    await client.deletePolicyStore({ policyStoreId });
    expect(await failureOf(client.getPolicyStore({ policyStoreId }))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'POLICY_STORE',
      resourceId: policyStoreId,
    });
  });

  it.each([
    ['another account', '444455556666', 'eu-central-1'],
    ['another region', account, 'us-east-1'],
  ])('does not exist for %s', async (_who, otherAccount, otherRegion) => {
    const policyStoreId = await newStore(client);
    const other = harness.clientOf(otherAccount, otherRegion);
    const missing = await failureOf(other.getPolicyStore({ policyStoreId }));
    expect(missing.name).toBe('ResourceNotFoundException');
    await other.deletePolicyStore({ policyStoreId });
    const arn = `arn:aws:verifiedpermissions::${account}:policy-store/${policyStoreId}`;
    const untagged = await failureOf(other.tagResource({ resourceArn: arn, tags: { a: 'b' } }));
    expect(untagged.name).toBe('ResourceNotFoundException');
    expect(await client.getPolicyStore({ policyStoreId })).toMatchObject({ policyStoreId });
  });

  it('answers a repeated client token with the first answer, and other parameters with a conflict', async () => {
    const input = { clientToken: 'once-1', validationSettings: { mode: 'OFF' as const } };
    const first = await client.createPolicyStore(input);
    const again = await client.createPolicyStore(input);
    expect(again.policyStoreId).toBe(first.policyStoreId);
    const other = await failureOf(client.createPolicyStore({ ...input, description: 'x' }));
    expect(other).toMatchObject({
      name: 'ConflictException',
      resources: [{ resourceType: 'POLICY_STORE', resourceId: first.policyStoreId }],
    });
    const before = harness.clock.now;
    harness.clock.now = new Date(before.getTime() + 8 * 60 * 60 * 1000);
    const later = await client.createPolicyStore(input);
    harness.clock.now = before;
    expect(later.policyStoreId).not.toBe(first.policyStoreId);
  });

  it('names every bad member of a request', async () => {
    const refused = await failureOf(
      client.createPolicyStore({
        validationSettings: { mode: 'LAX' as 'OFF' },
        description: 'x'.repeat(151),
      }),
    );
    expect(refused.name).toBe('ValidationException');
    expect((refused.fieldList as { path: string }[]).map(({ path }) => path)).toEqual([
      'validationSettings.mode',
      'description',
    ]);
  });

  it('has no operation that AWS does not have', async () => {
    const answer = await fetch(harness.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'VerifiedPermissions.constructor' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

describe('tags', () => {
  it('adds, replaces, lists and removes', async () => {
    const policyStoreId = await newStore(client);
    const resourceArn = `arn:aws:verifiedpermissions::${account}:policy-store/${policyStoreId}`;
    await client.tagResource({ resourceArn, tags: { a: '1', b: '2' } });
    await client.tagResource({ resourceArn, tags: { b: '3' } });
    await client.untagResource({ resourceArn, tagKeys: ['a', 'zz'] });
    const { tags } = await client.listTagsForResource({ resourceArn });
    expect(tags).toEqual({ b: '3' });
  });

  it('refuses a 51st tag and changes nothing', async () => {
    const policyStoreId = await newStore(client);
    const resourceArn = `arn:aws:verifiedpermissions::${account}:policy-store/${policyStoreId}`;
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v']));
    await client.tagResource({ resourceArn, tags: fifty });
    const refused = await failureOf(client.tagResource({ resourceArn, tags: { more: 'v' } }));
    expect(refused).toMatchObject({ name: 'TooManyTagsException', resourceName: resourceArn });
    const reserved = await failureOf(client.tagResource({ resourceArn, tags: { 'aws:x': 'v' } }));
    expect(reserved.name).toBe('ValidationException');
    expect((await client.listTagsForResource({ resourceArn })).tags).toEqual(fifty);
  });
});

describe('aliases', () => {
  const aliasName = 'policy-store-alias/payments';

  it('stands for its store in requests, and no longer once it is being deleted', async () => {
    const policyStoreId = await newStore(client);
    const created = await client.createPolicyStoreAlias({ aliasName, policyStoreId });
    expect(await client.createPolicyStoreAlias({ aliasName, policyStoreId })).toMatchObject({
      aliasArn: created.aliasArn,
    });
    expect(await client.getPolicyStore({ policyStoreId: aliasName })).toMatchObject({
      policyStoreId,
    });
    const listed = await client.listPolicyStoreAliases({ filter: { policyStoreId } });
    expect(listed.policyStoreAliases?.map((alias) => alias.aliasName)).toEqual([aliasName]);
    const other = await newStore(client);
    const taken = await failureOf(client.createPolicyStoreAlias({ aliasName, policyStoreId: other }));
    expect(taken.name).toBe('ConflictException');

    await client.deletePolicyStoreAlias({ aliasName });
    expect(await client.getPolicyStoreAlias({ aliasName })).toMatchObject({
      state: 'PendingDeletion',
    });
    expect(await failureOf(client.getPolicyStore({ policyStoreId: aliasName }))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'POLICY_STORE_ALIAS',
    });
    expect((await failureOf(client.createPolicyStoreAlias({ aliasName, policyStoreId }))).name).toBe(
      'ConflictException',
    );
    await client.deletePolicyStoreAlias({ aliasName, deletionMode: 'HardDelete' });
    expect((await failureOf(client.getPolicyStoreAlias({ aliasName }))).name).toBe(
      'ResourceNotFoundException',
    );
  });

  it('is deleted with its store', async () => {
    const policyStoreId = await newStore(client);
    await client.createPolicyStoreAlias({ aliasName, policyStoreId });
    await client.deletePolicyStore({ policyStoreId });
    expect((await failureOf(client.getPolicyStoreAlias({ aliasName }))).name).toBe(
      'ResourceNotFoundException',
    );
  });
});
