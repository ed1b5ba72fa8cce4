import { judged, modelWith, type Sketch, sharedRules } from '../models';
import { golden } from './golden';

/** Rules that a change triggers, with their severity. */
const met = (sketch: Sketch, production: boolean) =>
  judged(modelWith(sketch, { production })).findings.map(({ rule, severity }) => `${rule} ${severity}`);

test('the table has exactly the shared rules', () => {
  expect(Object.keys(golden).sort()).toEqual([...sharedRules.rules.keys()].sort());
});

describe.each(Object.entries(golden))('%s', (rule, { forbids, passes, everywhere }) => {
  test('forbids in production', () => {
    expect(forbids.length).toBeGreaterThan(0);
    for (const sketch of forbids) expect(met(sketch, true)).toEqual([`${rule} blocked`]);
  });

  test(everywhere ? 'also forbids elsewhere' : 'flags elsewhere', () => {
    for (const sketch of forbids)
      expect(met(sketch, false)).toEqual([`${rule} ${everywhere ? 'blocked' : 'flagged'}`]);
  });

  test('allows a near miss', () => {
    expect(passes.length).toBeGreaterThan(0);
    for (const sketch of passes)
      for (const production of [true, false])
        expect(met(sketch, production).filter((finding) => finding.startsWith(`${rule} `))).toEqual([]);
  });
});
