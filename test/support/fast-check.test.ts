import fc from 'fast-check';

test('property tests draw values from the seed of the run', () => {
  const { PROPERTY_SEED = 20_261_124 } = process.env;
  expect(fc.readConfigureGlobal()).toMatchObject({ seed: Number(PROPERTY_SEED) });
});
