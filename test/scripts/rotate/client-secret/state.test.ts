import fc from 'fast-check';
import { nextStep } from '../../../../scripts/rotate/client-secret/next-step';
import { type Facts, type SeenVersion, stateOf } from '../../../../scripts/rotate/client-secret/state';

const slot = (id: string) => ({ id, created: new Date(0) });
const seen = (version: string, opens: boolean, replaces?: string): SeenVersion => ({
  version,
  opens,
  replaces,
});
const changed = new Date('2026-11-24T10:00:00Z');

function facts(slots: string[], more: Partial<Facts> = {}): Facts {
  return {
    slots: slots.map(slot),
    shown: false,
    current: undefined,
    currentVersion: more.current?.version,
    pending: undefined,
    changed,
    ...more,
  };
}

test.each<[string, Facts, object]>([
  ['no secret at all', facts([]), { name: 'public' }],
  ['only what Cognito generated', facts(['x'], { shown: true }), { name: 'unmanaged' }],
  ['only one that nobody can read', facts(['x']), { name: 'hidden', slot: 'x' }],
  [
    'a stored value that does not work, and what Cognito generated',
    facts(['x'], { shown: true, current: seen('a', false, 'gone') }),
    { name: 'unmanaged' },
  ],
  ['one that callers fetch', facts(['x'], { current: seen('a', true) }), { name: 'steady', slot: 'x' }],
  [
    'an old pending one beside it',
    facts(['x'], { current: seen('a', true), pending: seen('b', false, 'gone') }),
    { name: 'steady', slot: 'x' },
  ],
  [
    'a new one beside it',
    facts(['x'], { current: seen('a', true), pending: seen('b', false, 'x') }),
    { name: 'staged', version: 'b' },
  ],
  [
    'a first one for a secret that nobody can read',
    facts(['x'], { current: seen('a', false, 'x') }),
    { name: 'staged', version: 'a' },
  ],
  [
    'a new one that does not open yet, and a second secret',
    facts(['x', 'y'], { current: seen('a', true), pending: seen('b', false, 'x') }),
    { name: 'unproven', version: 'b', slots: [slot('x'), slot('y')] },
  ],
  [
    'a first one that does not open yet, and a second secret',
    facts(['x', 'y'], { current: seen('a', false, 'x') }),
    { name: 'unproven', version: 'a', slots: [slot('x'), slot('y')] },
  ],
  [
    'a new one that opens',
    facts(['x', 'y'], { current: seen('a', true), pending: seen('b', true, 'x') }),
    { name: 'added', version: 'b', from: 'a' },
  ],
  [
    'a new one that opens, and the old one gone',
    facts(['y'], { current: seen('a', false), pending: seen('b', true, 'x') }),
    { name: 'added', version: 'b', from: 'a' },
  ],
  [
    'the new one fetched, and the old one beside it',
    facts(['x', 'y'], { current: seen('b', true, 'x') }),
    { name: 'promoted', old: 'x', since: changed },
  ],
  [
    'the same, whichever was created first',
    facts(['y', 'x'], { current: seen('b', true, 'x') }),
    { name: 'promoted', old: 'x', since: changed },
  ],
  [
    'the one fetched, and a second that is not ours',
    facts(['y', 'z'], { current: seen('b', true, 'x') }),
    { name: 'foreign', slots: [slot('y'), slot('z')] },
  ],
  [
    'two secrets, and nothing stored',
    facts(['x', 'y'], { shown: true }),
    { name: 'foreign', slots: [slot('x'), slot('y')] },
  ],
  [
    'an old pending one, and two secrets',
    facts(['y', 'z'], { current: seen('a', true), pending: seen('b', false, 'x') }),
    { name: 'foreign', slots: [slot('y'), slot('z')] },
  ],
])('a client with %s', (_, given, state) => {
  expect(stateOf(given)).toEqual(state);
});

const version = (name: string) =>
  fc.option(
    fc.record({
      version: fc.constant(name),
      opens: fc.boolean(),
      replaces: fc.constantFrom(undefined, 'x', 'y', 'z'),
    }),
    { nil: undefined },
  );
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  slots: fc.subarray(['x', 'y', 'z'], { maxLength: 2 }).map((ids) => ids.map(slot)),
  shown: fc.boolean(),
  current: version('a'),
  currentVersion: fc.constant('a'),
  pending: version('b'),
  changed: fc.constant(changed),
});
const now = new Date('2026-11-25T10:00:00Z');

test('the secret that callers fetch is never deleted, nor one that is not proven to be the old one', () => {
  fc.assert(
    fc.property(anyFacts, fc.boolean(), (given, begin) => {
      const next = nextStep(stateOf(given), { begin, soakMinutes: 0, now });
      if (!('do' in next) || next.do !== 'retire') return;
      expect(given.current?.opens).toBe(true);
      expect(given.slots).toHaveLength(2);
      expect(next.slot).toBe(given.current?.replaces);
    }),
  );
});

test('callers fetch a new value only if it works, and a working value is never overwritten', () => {
  fc.assert(
    fc.property(anyFacts, fc.boolean(), (given, begin) => {
      const next = nextStep(stateOf(given), { begin, soakMinutes: 0, now });
      if (!('do' in next)) return;
      if (next.do === 'promote') expect(given.pending).toMatchObject({ opens: true, version: next.version });
      if (next.do === 'adopt') {
        expect(given.current?.opens ?? false).toBe(false);
        expect(given.shown).toBe(true);
      }
      // The two slots are never both filled twice.
      if (next.do === 'add' || next.do === 'stage') expect(given.slots).toHaveLength(1);
    }),
  );
});

test('a new value is created only on request, and an old one is not deleted before it has soaked', () => {
  const steady = stateOf(facts(['x'], { current: seen('a', true) }));
  const promoted = stateOf(facts(['x', 'y'], { current: seen('b', true, 'x') }));
  const at = (minutes: number) => new Date(changed.getTime() + minutes * 60_000);
  expect(nextStep(steady, { begin: false, soakMinutes: 5, now })).toEqual({ stop: 'done' });
  expect(nextStep(steady, { begin: true, soakMinutes: 5, now })).toEqual({ do: 'stage', replaces: 'x' });
  expect(nextStep(promoted, { begin: true, soakMinutes: 5, now: at(4.99) })).toEqual({
    wait: 'soak',
    until: at(5),
  });
  expect(nextStep(promoted, { begin: true, soakMinutes: 5, now: at(5) })).toEqual({
    do: 'retire',
    slot: 'x',
  });
});
