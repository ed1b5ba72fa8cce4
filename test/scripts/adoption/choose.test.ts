import fc from 'fast-check';
import { type Circumstances, choose } from '../../../scripts/adoption/choose';
import type { Candidate, Importable } from '../../../scripts/adoption/kind';

const kind = (by: Importable['by']): Importable => ({
  by,
  found: '',
  unique: '',
  format: '',
  importId: ({ id }) => `import-${id}`,
  find: async () => [],
});

const ours = { 'managed-by': 'identity-fleet', stack: 'cell-01' };
const theirs = { stack: 'cell-02' };

const candidate = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  attributes: { id },
  matches: true,
  tags: { ...ours, 'aws:system': 'x' },
  ...more,
});

const given = (more: Partial<Circumstances> = {}): Circumstances => ({
  tags: ours,
  created: undefined,
  holder: () => undefined,
  ...more,
});

const held = (...ids: string[]) => ({
  holder: (importId: string) => (ids.includes(importId.replace('import-', '')) ? 'aws_x.other' : undefined),
});

describe('resources whose ids AWS generates', () => {
  const listed = (candidates: Candidate[], more?: Partial<Circumstances>) =>
    choose(kind('list'), candidates, given(more));

  test('the only match is taken', () => {
    const others = [candidate('b', { matches: false }), candidate('c', { tags: theirs }), candidate('d')];
    expect(listed([candidate('a'), ...others], held('d'))).toEqual({ is: 'found', attributes: { id: 'a' } });
  });

  test('no match is absent, and two are left for a person to decide', () => {
    expect(listed([candidate('a', { matches: false })])).toEqual({ is: 'absent' });
    expect(listed([candidate('b'), candidate('a')])).toMatchObject({
      is: 'ambiguous',
      candidates: ['import-a', 'import-b'],
    });
  });

  test('the reported one wins, whatever else looks like it', () => {
    expect(listed([candidate('a'), candidate('b')], { created: 'b' })).toMatchObject({
      attributes: { id: 'b' },
    });
    expect(listed([candidate('a', { matches: false })], { created: 'a' })).toMatchObject({ is: 'found' });
  });

  test('a reported one that is gone is absent, and a similar one is not taken instead', () => {
    expect(listed([candidate('b', { matches: false })], { created: 'a' })).toEqual({ is: 'absent' });
    expect(listed([candidate('b')], { created: 'a' })).toMatchObject({ candidates: ['import-b'] });
  });

  test('what the state has is never taken, and never in the way', () => {
    expect(listed([candidate('a')], { created: 'a', ...held('a') })).toEqual({ is: 'absent' });
  });

  test('in any case, what is found matches or was reported, is free, and is the only one', () => {
    const some = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      matches: fc.boolean(),
      tags: fc.constantFrom(ours, theirs),
    });
    const all = fc.uniqueArray(some, { selector: ({ id }) => id });
    const ids = fc.subarray(['a', 'b', 'c', 'd', 'e']);
    fc.assert(
      fc.property(all, ids, fc.option(fc.constantFrom('a', 'b', 'z')), (found, holds, reported) => {
        const candidates = found.map(({ id, ...more }) => candidate(id, more));
        const created = reported ?? undefined;
        const free = found.filter(({ id }) => !holds.includes(id));
        const fitting = free.filter(({ matches, tags }) => matches && tags === ours);
        const decision = listed(candidates, { created, ...held(...holds) });
        if (free.some(({ id }) => id === created))
          expect(decision).toEqual({ is: 'found', attributes: { id: created } });
        else if (fitting.length === 0) expect(decision).toEqual({ is: 'absent' });
        else if (fitting.length === 1 && created === undefined)
          expect(decision).toEqual({ is: 'found', attributes: { id: fitting[0]?.id } });
        else
          expect(decision).toMatchObject({
            is: 'ambiguous',
            candidates: fitting.map(({ id }) => `import-${id}`).sort(),
          });
      }),
    );
  });
});

describe('resources whose names are unique in AWS', () => {
  const named = (candidates: Candidate[], more?: Partial<Circumstances>) =>
    choose(kind('name'), candidates, given(more));

  test('it exists or not', () => {
    expect(named([])).toEqual({ is: 'absent' });
    expect(named([candidate('a')])).toEqual({ is: 'found', attributes: { id: 'a' } });
    const { tags: _, ...untagged } = candidate('a');
    expect(named([untagged])).toEqual({ is: 'found', attributes: { id: 'a' } });
  });

  test('what is in the way is left for a person to decide, with the reason', () => {
    const why = (one: Candidate, more?: Partial<Circumstances>) => {
      const decision = named([one], more);
      return decision.is === 'ambiguous' ? decision.why : decision;
    };
    expect(why(candidate('a', { tags: {} }))).toContain("without this stack's tags");
    expect(why(candidate('a', { matches: false }))).toContain('not what configuration says');
    expect(why(candidate('a'), held('a'))).toBe('the state already has it as aws_x.other');
  });
});
