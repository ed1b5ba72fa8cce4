import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Jwks } from '../../context';
import type { Pool, PoolKeys, SigningKey } from '../model';

function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomBytes(32).toString('base64'), privateKey, publicKey: createPublicKey(privateKey) };
}

/** The pool's keys, generated at the first call. */
export function keysOf(pool: Pool): PoolKeys {
  pool.keys ??= { id: newKey(), access: newKey() };
  return pool.keys;
}

/** The pool's public keys as Cognito publishes them. */
export const jwksOf = (pool: Pool): Jwks => ({
  keys: [keysOf(pool).id, keysOf(pool).access].map(({ kid, publicKey }) => ({
    ...publicKey.export({ format: 'jwk' }),
    alg: 'RS256',
    use: 'sig',
    kid,
  })),
});
