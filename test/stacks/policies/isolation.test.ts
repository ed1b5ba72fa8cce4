import fc from 'fast-check';
import { storeContent } from '../../../stacks/policies/cedar';
import { poolPlaceholder } from '../../../stacks/policies/source';
import { account, newPolicy, newStore, newTemplate } from '../../local/verified-permissions/harness';
import { type PoolHarness, pool, startWithPool } from '../../local/verified-permissions/token-harness';
import { askedWithOne, type Case, type Flow, flows } from './isolation-generators';

// No token gives access to someone else's resources: signed tokens, through the local AWS's Verified Permissions.

let harness: PoolHarness;
beforeAll(async () => {
  harness = await startWithPool();
});
afterAll(() => harness.close());

const filled = (text: string) => text.replaceAll(poolPlaceholder, pool);

/** A store as Terraform creates it, with or without one of its policies; templates are linked to one resource. */
async function storeOf(kind: Flow['kind'], without?: string): Promise<string> {
  const { client } = harness;
  const content = storeContent(kind);
  const policyStoreId = await newStore(client, 'STRICT', content.schema);
  for (const { name, text } of content.policies)
    if (name !== without) await newPolicy(client, policyStoreId, filled(text));
  for (const { text } of content.templates) {
    const { policyTemplateId } = await newTemplate(client, policyStoreId, filled(text));
    const principal = { entityType: 'Payments::User', entityId: `${pool}|ada` };
    const resource = { entityType: 'Payments::Payment', entityId: 'resource-0' };
    const definition = { templateLinked: { policyTemplateId, principal, resource } };
    await client.createPolicy({ policyStoreId, definition });
  }
  await client.createIdentitySource({
    policyStoreId,
    principalEntityType: 'Payments::User',
    configuration: {
      cognitoUserPoolConfiguration: {
        userPoolArn: `arn:aws:cognito-idp:eu-central-1:${account}:userpool/${pool}`,
        clientIds: ['web'],
        groupConfiguration: { groupEntityType: 'Payments::Group' },
      },
    },
  });
  return policyStoreId;
}

/** The decision on each request, and whether it is about someone else's resource. */
async function answers(policyStoreId: string, { owner, claims, asked }: Case) {
  const { results = [] } = await harness.client.batchIsAuthorizedWithToken({
    policyStoreId,
    accessToken: await harness.accessToken(claims),
    requests: asked.map(({ request }) => request),
    entities: { entityList: asked.map(({ entity }) => entity) },
  });
  return asked.map((one, index) => ({
    ...one,
    tokenOf: owner,
    foreign: owner !== one.owner,
    allowed: results[index]?.decision === 'ALLOW',
  }));
}

describe.each(flows)('a token of a $kind', ({ kind, isolation, pairs, cases }) => {
  test(`is never allowed on a resource of another, in ${pairs} pairs`, async () => {
    const policyStoreId = await storeOf(kind);
    const seen = { foreign: 0, own: 0, allowed: 0 };
    await fc.assert(
      fc.asyncProperty(cases(pool), async (generated) => {
        const answered = await answers(policyStoreId, generated);
        expect(answered.filter(({ foreign, allowed }) => foreign && allowed)).toEqual([]);
        for (const { foreign, allowed } of answered) {
          seen[foreign ? 'foreign' : 'own'] += 1;
          if (allowed) seen.allowed += 1;
        }
      }),
      { numRuns: pairs / askedWithOne },
    );
    expect(seen.foreign + seen.own).toBe(pairs);
    expect(seen.foreign).toBeGreaterThan(pairs / 2);
    // Own resources are allowed, so the request itself was not the reason.
    expect(seen.own).toBeGreaterThan(100);
    expect(seen.allowed).toBeGreaterThan(50);
  });

  test('gets the same decision alone as in a batch', async () => {
    const policyStoreId = await storeOf(kind);
    await fc.assert(
      fc.asyncProperty(cases(pool), async (generated) => {
        const accessToken = await harness.accessToken(generated.claims);
        for (const { request, entity, allowed } of await answers(policyStoreId, generated)) {
          const entities = { entityList: [entity] };
          const one = await harness.client.isAuthorizedWithToken({
            policyStoreId,
            accessToken,
            ...request,
            entities,
          });
          expect(one.decision).toBe(allowed ? 'ALLOW' : 'DENY');
        }
      }),
      { numRuns: 20 },
    );
  });

  test(`is allowed on some once ${isolation} is gone: the same requests would show it`, async () => {
    const policyStoreId = await storeOf(kind, isolation);
    let violations = 0;
    await fc.assert(
      fc.asyncProperty(cases(pool), async (generated) => {
        const answered = await answers(policyStoreId, generated);
        violations += answered.filter(({ foreign, allowed }) => foreign && allowed).length;
      }),
      { numRuns: 50 },
    );
    expect(violations).toBeGreaterThan(0);
  });
});
