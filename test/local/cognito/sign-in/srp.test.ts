import fc from 'fast-check';
import {
  newVerifier,
  passwordSignature,
  provesPassword,
  startSrp,
} from '../../../../local/cognito/sign-in/srp';
import vectors from './srp-vectors.json';

const poolId = 'eu-central-1_AbCdEf123';
const username = 'e3c9d2f0-1111-4222-8333-944445555666';
const password = 'Correct-horse-7-battery';
const claim = {
  poolId,
  username,
  secretBlock: Buffer.from('secret block').toString('base64'),
  timestamp: 'Tue Nov 24 04:05:06 UTC 2026',
};

// A and signature were computed by amazon-cognito-identity-js 6.3, Amazon's own client.
test.each(vectors)("agrees with Amazon's client, salt $salt", ({ salt, A, signature }) => {
  const verifier = newVerifier(poolId, username, password, BigInt(`0x${salt}`));
  const server = startSrp(A, verifier, Buffer.from('a1b2c3d4e5f60718293a4b5c6d7e8f90'.repeat(2), 'hex'));
  expect(server && passwordSignature(server, verifier, claim)).toBe(signature);
});

test('a verifier proves its own password, for its own user and pool, and no other', () => {
  const verifier = newVerifier(poolId, username, password);
  expect(provesPassword(verifier, poolId, username, password)).toBe(true);
  expect(provesPassword(verifier, poolId, username, `${password} `)).toBe(false);
  expect(provesPassword(verifier, poolId, 'other', password)).toBe(false);
  expect(provesPassword(verifier, 'eu-central-1_Other1234', username, password)).toBe(false);
});

test('two verifiers of one password have nothing in common', () => {
  const [first, second] = [1, 2].map(() => newVerifier(poolId, username, password));
  expect(first?.salt).not.toBe(second?.salt);
  expect(first?.v).not.toBe(second?.v);
});

test('public values that would reveal the key are refused, and so is what is not a number', () => {
  const verifier = newVerifier(poolId, username, password, 1n);
  expect(startSrp(vectors[0]?.A ?? '', verifier)).toBeDefined();
  expect(startSrp('0', verifier)).toBeUndefined();
  expect(startSrp('', verifier)).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^[0-9a-f]+$/i.test(text));
      expect(startSrp(text, verifier)).toBeUndefined();
    }),
  );
});
