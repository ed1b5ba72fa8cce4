import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { seal, sealHeader, unseal } from '../../../scripts/plan-set/seal';

const about = { environment: 'staging', account: 'identity', key: 'AAAA' };

test('what is sealed is returned whole, and names the key that opens it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (plain, key) => {
      const sealed = seal(plain, key, about);
      expect(new Uint8Array(unseal(sealed, key))).toEqual(new Uint8Array(plain));
      expect(sealHeader(sealed)).toMatchObject(about);
    }),
  );
});

test('none of it can be read without the key', () => {
  expect(seal(Buffer.from('the secret'), randomBytes(32), about).includes('the secret')).toBe(false);
});

test('whatever is changed in it, it cannot be opened', () => {
  const key = randomBytes(32);
  const sealed = seal(Buffer.from('plan'), key, about);
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ by;
      expect(() => unseal(changed, key)).toThrow();
    }),
  );
  expect(() => unseal(sealed, randomBytes(32))).toThrow();
  expect(() => unseal(sealed.subarray(0, -1), key)).toThrow();
});

test.each(['', 'no line', '{"version":2}\n', '[]\n', 'x'.repeat(5000)])(
  '%j is not a sealed plan set',
  (text) => {
    expect(sealHeader(Buffer.from(text))).toBeUndefined();
  },
);
