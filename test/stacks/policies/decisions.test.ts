import fc from 'fast-check';
import { policyDir, storeContent, storeKinds } from '../../../stacks/policies/cedar';
import { decide } from '../../../stacks/policies/decide';
import { type Golden, goldenDecisions } from '../../../stacks/policies/decisions';

type Attributes = Golden['context'];

const pick = (record: Attributes, keep: string[]): Attributes =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keep.includes(key)));

/** The same request with some of its information removed. */
const poorer = (golden: Golden): fc.Arbitrary<Golden> => {
  const claims = (golden.context.token ?? {}) as Attributes;
  return fc
    .tuple(
      fc.subarray(Object.keys(golden.resource.attributes)),
      fc.subarray(Object.keys(golden.context)),
      fc.subarray(Object.keys(claims)),
    )
    .map(([attributes, context, kept]) => ({
      ...golden,
      resource: { ...golden.resource, attributes: pick(golden.resource.attributes, attributes) },
      context: {
        ...pick(golden.context, context),
        ...(context.includes('token') ? { token: pick(claims, kept) } : {}),
      },
    }));
};

describe.each(storeKinds)('golden decisions of the %s policies', (kind) => {
  const golden = goldenDecisions(policyDir(kind));
  const content = storeContent(kind);

  test.each(golden.map((g) => [g.name, g] as const))('%s', (_, g) => {
    expect(decide(content, g)).toEqual({ decision: g.decision, by: [...g.by].sort() });
  });

  test('every static policy decides at least one of them', () => {
    const deciding = new Set(golden.flatMap(({ by }) => by));
    expect(content.policies.map(({ name }) => name).filter((name) => !deciding.has(name))).toEqual([]);
  });

  test('removing something from a refused request never allows it', () => {
    const refused = golden.filter(({ decision }) => decision === 'DENY');
    fc.assert(
      fc.property(fc.constantFrom(...refused).chain(poorer), (request) => {
        // Not even where Verified Permissions would refuse the request for what it lacks.
        expect(decide(content, request, { validate: false }).decision).toBe('DENY');
      }),
    );
  });
});
