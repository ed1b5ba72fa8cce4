import fc from 'fast-check';
import { type Facts, stateOf } from '../../../../scripts/rotate/federation-secret/state';

const facts = fc.record<Facts>({
  has: fc.constantFrom(true, false, undefined),
  version: fc.constantFrom('a', 'b'),
  recorded: fc.constantFrom('a', 'b', undefined),
  pushed: fc.boolean(),
});

test('what Cognito shows counts; the ledger counts only if Cognito shows nothing', () => {
  fc.assert(
    fc.property(facts, (one) => {
      const there = one.has === undefined ? one.pushed : one.has;
      expect(stateOf(one) === 'waiting').toBe(!there);
    }),
  );
});

test('nothing is done until the record names this very version', () => {
  fc.assert(
    fc.property(facts, (one) => {
      if (stateOf(one) === 'done') expect(one.recorded).toBe(one.version);
      if (stateOf(one) === 'unrecorded') expect(one.recorded).not.toBe(one.version);
    }),
  );
});
