import fc from 'fast-check';
import { loadPolicies, policyDir, storeKinds } from '../../../stacks/policies/cedar';
import { decide, type Golden, goldenDecisions } from './engine';

type Attributes = Golden['context'];

const pick = (record: Attributes, keep: string[]): Attributes =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keep.includes(key)));

/** The same request with some of what it knew left out. */
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
  const golden = goldenDecisions(kind);

  test.each(golden.map((g) => [g.name, g] as const))('%s', (_, g) => {
    expect(decide(kind, g)).toEqual({ decision: g.decision, by: [...g.by].sort() });
  });

  test('every static policy decides at least one of them', () => {
    const deciding = new Set(golden.flatMap(({ by }) => by));
    expect(
      loadPolicies(policyDir(kind))
        .policies.map(({ name }) => name)
        .filter((name) => !deciding.has(name)),
    ).toEqual([]);
  });

  test('leaving something out of a refused request never opens it', () => {
    const refused = golden.filter(({ decision }) => decision === 'DENY');
    fc.assert(
      fc.property(fc.constantFrom(...refused).chain(poorer), (request) => {
        expect(decide(kind, request).decision).toBe('DENY');
      }),
    );
  });
});
