import fc from 'fast-check';
import {
  base32,
  matchingStep,
  newTotpSecret,
  totpCode,
  totpStep,
} from '../../../../local/cognito/sign-in/totp';

/** RFC 6238, appendix B: SHA-1, seconds and code. The RFC prints eight digits; ours are the last six. */
const vectors: [number, string][] = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
];
const secret = base32(Buffer.from('12345678901234567890'));

test.each(vectors)('RFC 6238 at %i s', (seconds, code) => {
  expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code.slice(2));
});

test('base32 as in RFC 4648, without padding', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  expect(base32(Buffer.from('fooba'))).toBe('MZXW6YTB');
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{52}$/);
});

test('a code works in its own step and the adjacent ones, and not two steps away', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 10_000_000 }), (step) => {
      const code = totpCode(secret, step);
      const at = (offset: number) => (step + offset) * 30_000;
      for (const offset of [-1, 0, 1]) expect(matchingStep(secret, code, at(offset))).toBeDefined();
      // Six digits may repeat by chance, but then for another step.
      expect(matchingStep(secret, code, at(2))).not.toBe(step);
      expect(matchingStep(secret, code, at(-2))).not.toBe(step);
    }),
    { numRuns: 50 },
  );
});
