import {
  type AuthorizationAnswer,
  type AuthorizationCall,
  isAuthorized,
  type PolicySet,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { cases, type GeneratedPolicy } from './generators';
import { failureOf, type Harness, newPolicy, newStore, newTemplate, start } from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

const identifier = (type: string, entityId: string) => ({ entityType: `App::${type}`, entityId });
const uid = (type: string, id: string) => ({ type: `App::${type}`, id });

/** Puts a policy into the store, and into the engine's own set under the id that it got there. */
async function put(policyStoreId: string, { statement, slots }: GeneratedPolicy, set: Required<PolicySet>) {
  if (!slots) {
    const { policyId } = await newPolicy(client, policyStoreId, statement);
    (set.staticPolicies as Record<string, string>)[policyId as string] = statement;
    return;
  }
  const { policyTemplateId } = await newTemplate(client, policyStoreId, statement);
  const { policyId } = await client.createPolicy({
    policyStoreId,
    definition: {
      templateLinked: {
        policyTemplateId,
        ...(slots.principal && { principal: identifier('User', slots.principal) }),
        ...(slots.resource && { resource: identifier('Item', slots.resource) }),
      },
    },
  });
  set.templates[policyTemplateId as string] = statement;
  set.templateLinks.push({
    templateId: policyTemplateId as string,
    newId: policyId as string,
    values: {
      ...(slots.principal && { '?principal': uid('User', slots.principal) }),
      ...(slots.resource && { '?resource': uid('Item', slots.resource) }),
    },
  });
}

/** Whether strict validation, called directly, accepts a policy; impossible ones count as not. */
const valid = (schema: AuthorizationCall['schema'], { statement, slots }: GeneratedPolicy) => {
  const values = Object.fromEntries(
    Object.entries(slots ?? {}).map(([place, id]) => [
      `?${place}`,
      uid(place === 'principal' ? 'User' : 'Item', id),
    ]),
  );
  const answer = validate({
    schema: schema as never,
    policies: slots
      ? { templates: { t: statement }, templateLinks: [{ templateId: 't', newId: 'p', values }] }
      : { staticPolicies: { p: statement } },
  });
  return answer.type === 'success' && !answer.validationErrors.length && !answer.validationWarnings.length;
};

/** The engine's own answer in the API's format; a failure is a refusal. */
const inApiWords = (answer: AuthorizationAnswer) =>
  answer.type === 'failure'
    ? 'refused'
    : {
        decision: answer.response.decision.toUpperCase(),
        policies: [...answer.response.diagnostics.reason].sort(),
        errors: answer.response.diagnostics.errors
          .map(({ policyId, error }) => [policyId, error.message])
          .sort(),
      };

const errorWords = /^error while evaluating policy `([^`]+)`: (.*)$/s;

it('the generated cases contain every type of value, in and outside of sets and records', () => {
  const text = JSON.stringify(fc.sample(cases(true), { numRuns: 300, seed: 1 }));
  const plain = [
    'boolean',
    'long',
    'string',
    'entityIdentifier',
    'ipaddr',
    'decimal',
    'datetime',
    'duration',
  ];
  for (const member of plain) {
    expect(text).toContain(`:{"${member}":`);
    expect(text).toContain(`{"set":[{"${member}":`);
  }
  expect(text).toMatch(/\{"record":\{"[^"]+":\{"\w+":/);
  expect(text).toContain('{"set":[{"record":');
});

describe.each([
  ['STRICT', true],
  ['OFF', false],
] as const)('in a %s store', (mode, strict) => {
  const seen = { ALLOW: 0, DENY: 0, errors: 0 };

  it('IsAuthorized and its batch answer like the Cedar engine called directly', async () => {
    await fc.assert(
      fc.asyncProperty(cases(strict), async ({ schema, policies, questions }) => {
        const policyStoreId = await newStore(client, mode, JSON.stringify(schema));
        const set: Required<PolicySet> = { staticPolicies: {}, templates: {}, templateLinks: [] };
        for (const policy of policies)
          if (!strict || valid(schema as never, policy)) await put(policyStoreId, policy, set);
          else expect((await failureOf(put(policyStoreId, policy, set))).name).toBe('ValidationException');

        for (const { principal, action, resource, context, entities, asCedarJson } of questions) {
          const request = {
            principal: identifier('User', principal),
            action: { actionType: 'App::Action', actionId: action },
            resource: identifier('Item', resource),
            context: asCedarJson ? { cedarJson: JSON.stringify(context.json) } : { contextMap: context.aws },
          };
          const given = asCedarJson
            ? { cedarJson: JSON.stringify(entities.map(({ json }) => json)) }
            : { entityList: entities.map(({ aws }) => aws) };
          const groups = ['read', 'write'].map((id) => ({
            uid: uid('Action', id),
            attrs: {},
            parents: [uid('Action', 'any')],
          }));
          const direct = inApiWords(
            isAuthorized({
              principal: uid('User', principal),
              action: uid('Action', action),
              resource: uid('Item', resource),
              context: context.json as never,
              entities: [...entities.map(({ json }) => json), ...(strict ? [] : groups)],
              policies: set,
              ...(strict && { schema: schema as never, validateRequest: true }),
            }),
          );
          // Generated requests conform to their schema: a refusal would make the comparison empty.
          if (direct === 'refused') throw new Error('the engine refused a generated request');
          const single = await client.isAuthorized({ policyStoreId, ...request, entities: given });
          expect({
            decision: single.decision,
            policies: single.determiningPolicies?.map(({ policyId }) => policyId).sort(),
            errors: single.errors
              ?.map(({ errorDescription }) => errorWords.exec(errorDescription as string)?.slice(1))
              .sort(),
          }).toEqual(direct);
          const batch = await client.batchIsAuthorized({
            policyStoreId,
            entities: given,
            requests: [request],
          });
          const { decision, determiningPolicies, errors } = single;
          expect(batch.results).toEqual([{ request, decision, determiningPolicies, errors }]);
          seen[single.decision as 'ALLOW' | 'DENY'] += 1;
          seen.errors += single.errors?.length ?? 0;
        }
        await client.deletePolicyStore({ policyStoreId });
      }),
      { numRuns: 60 },
    );
    // The comparison has seen both decisions, and errors where policies may have them.
    expect(seen.ALLOW).toBeGreaterThan(0);
    expect(seen.DENY).toBeGreaterThan(0);
    if (!strict) expect(seen.errors).toBeGreaterThan(0);
  });
});
