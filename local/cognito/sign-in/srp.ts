/**
 * Secure Remote Password (SRP-6a) as Cognito implements it: 3072-bit group of RFC 5054, SHA-256, and numbers hashed in
 * the format of Java's BigInteger. The server stores a verifier, never the password.
 */
import {
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Group 15 of RFC 3526, which RFC 5054 adopts; generator 2. */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;

/** What verifies a password: a random salt and g^x. */
export interface Verifier {
  salt: bigint;
  v: bigint;
}

/** One SRP sign-in in progress, on the server's side. */
export interface SrpServer {
  A: bigint;
  B: bigint;
  b: bigint;
}

/** Big-endian two's complement of a positive number, like Java's `BigInteger.toByteArray`. */
function bytes(value: bigint): Buffer {
  let hex = value.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(hex) ? `00${hex}` : hex, 'hex');
}

const hash = (...parts: (Buffer | string)[]) => {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part);
  return sha.digest();
};
const number = (buffer: Uint8Array) => BigInt(`0x${Buffer.from(buffer).toString('hex') || '0'}`);

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

const k = number(hash(bytes(N), bytes(g)));

/** The pool's name in SRP is its id without the region. */
const poolName = (poolId: string) => poolId.slice(poolId.indexOf('_') + 1);

const privateKey = (salt: bigint, poolId: string, username: string, password: string) =>
  number(hash(bytes(salt), hash(`${poolName(poolId)}${username}:${password}`)));

/** A verifier for a new password. `username` is the pool's own name of the user, never an alias. */
export const newVerifier = (
  poolId: string,
  username: string,
  password: string,
  salt = number(randomBytes(16)),
): Verifier => ({ salt, v: power(g, privateKey(salt, poolId, username, password)) });

/** Whether the password is the one that the verifier was created from. */
export function provesPassword(
  verifier: Verifier,
  poolId: string,
  username: string,
  password: string,
): boolean {
  const v = power(g, privateKey(verifier.salt, poolId, username, password));
  return timingSafeEqual(hash(bytes(v)), hash(bytes(verifier.v)));
}

/** Starts a sign-in for the client's public value. Undefined if A mod N is zero, which would accept any key. */
export function startSrp(hexA: string, { v }: Verifier, random = randomBytes(32)): SrpServer | undefined {
  if (!/^[0-9a-f]+$/i.test(hexA)) return undefined;
  const A = BigInt(`0x${hexA}`);
  if (A % N === 0n) return undefined;
  const b = number(random);
  return { A, b, B: (k * v + power(g, b)) % N };
}

/** The signature that only a client with the password can compute, in base64 (Cognito's PASSWORD_CLAIM_SIGNATURE). */
export function passwordSignature(
  { A, B, b }: SrpServer,
  { v }: Verifier,
  claim: { poolId: string; username: string; secretBlock: string; timestamp: string },
): string {
  const u = number(hash(bytes(A), bytes(B)));
  const S = power(A * power(v, u), b);
  const key = hkdfSync('sha256', bytes(S), bytes(u), 'Caldera Derived Key', 16);
  return createHmac('sha256', Buffer.from(key))
    .update(poolName(claim.poolId))
    .update(claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest('base64');
}
