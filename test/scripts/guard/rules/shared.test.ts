import { judged, modelWith, type Sketch, sharedRules } from '../models';
import { golden } from './golden';

/** Rules that a change triggers, with their severity. */
const met = (sketch: Sketch, production: boolean) =>
  judged(modelWith(sketch, { production })).findings.map(({ rule, severity }) => `${rule} ${severity}`);

test('every shared rule is in the table, and nothing else', () => {
  expect(Object.keys(golden).sort()).toEqual([...sharedRules.rules.keys()].sort());
});

describe.each(Object.entries(golden))('%s', (rule, { forbids, passes, everywhere }) => {
  test('forbids in production', () => {
    expect(forbids.length).toBeGreaterThan(0);
    for (const sketch of forbids) expect(met(sketch, true)).toEqual([`${rule} blocked`]);
  });

  test(everywhere ? 'forbids elsewhere, too' : 'flags elsewhere', () => {
    for (const sketch of forbids)
      expect(met(sketch, false)).toEqual([`${rule} ${everywhere ? 'blocked' : 'flagged'}`]);
  });

  test('allows what is almost the same', () => {
    expect(passes.length).toBeGreaterThan(0);
    for (const sketch of passes)
      for (const production of [true, false])
        expect(met(sketch, production).filter((finding) => finding.startsWith(`${rule} `))).toEqual([]);
  });
});
