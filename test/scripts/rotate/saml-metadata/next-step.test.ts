import fc from 'fast-check';
import { type Certificates, nextStep, stateOf } from '../../../../scripts/rotate/saml-metadata/next-step';

const of = (own: string, carried = ''): Certificates =>
  new Map([...own, ...carried].map((one) => [one, { carried: !own.includes(one) }]));

const old = of('o');
const both = of('n', 'o');
const fresh = of('n');

test.each([
  ['steady', { file: old, regions: [old, old] }],
  ['unequal', { file: both, regions: [old, old] }],
  ['unequal', { file: both, regions: [both, old] }],
  ['both', { file: both, regions: [both, both] }],
  ['unequal', { file: fresh, regions: [fresh, both] }],
  ['steady', { file: fresh, regions: [fresh, fresh] }],
  ['unequal', { file: both, regions: [of('on'), both] }],
  ['behind', { file: old, regions: [both, old] }],
  ['behind', { file: fresh, regions: [old, fresh] }],
] as const)('is %s', (state, facts) => {
  expect(stateOf(facts)).toBe(state);
});

const step = (file: Certificates, regions: Certificates[], wanted?: string, switched = false) =>
  nextStep({ file, regions }, { wanted: wanted === undefined ? undefined : [...wanted], switched });

test('from the old certificate to the new one', () => {
  expect(step(old, [old, old], 'n')).toBe('put in');
  expect(step(both, [old, old], 'n')).toBe('roll out');
  expect(step(both, [both, both], 'n')).toBe('wait');
  expect(step(both, [both, both], undefined, true)).toBe('drop');
  expect(step(fresh, [both, both])).toBe('roll out');
  expect(step(fresh, [fresh, fresh])).toBe('done');
});

test('an outdated file stops it, unless the document is given again', () => {
  expect(step(old, [both, old])).toBe('stop');
  expect(step(old, [both, old], 'n')).toBe('put in');
});

const certificates = fc
  .tuple(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), fc.subarray(['d', 'e']))
  .map(([own, carried]) => of(own.join(''), carried.join('')));

test('nothing is dropped until every region has both, and the provider is known to have switched', () => {
  fc.assert(
    fc.property(
      certificates,
      fc.array(certificates, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.option(fc.subarray(['a', 'b', 'c', 'f'], { minLength: 1 }), { nil: undefined }),
      (file, regions, switched, wanted) => {
        const next = nextStep({ file, regions }, { wanted, switched });
        if (next === 'drop') {
          expect(switched).toBe(true);
          for (const region of regions) expect(new Map(region)).toEqual(new Map(file));
        }
        if (next === 'done') expect([...file.values()].some(({ carried }) => carried)).toBe(false);
        // A rollout removes nothing that a region uses as the provider's own.
        if (next === 'roll out')
          for (const region of regions)
            for (const [one, { carried }] of region) if (!carried) expect(file.has(one)).toBe(true);
      },
    ),
  );
});
