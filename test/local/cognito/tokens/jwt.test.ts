import type { Pool } from '../../../../local/cognito/model';
import { peekClaims, signJwt, verifyJwt } from '../../../../local/cognito/tokens/jwt';
import { jwksOf, keysOf } from '../../../../local/cognito/tokens/keys';

const pool = {} as Pool;
const { id, access } = keysOf(pool);

test('a token is accepted only with the key that signed it', () => {
  const token = signJwt({ sub: 's' }, access);
  expect(verifyJwt(token, access)).toEqual({ sub: 's' });
  expect(verifyJwt(token, id)).toBeUndefined();
  expect(verifyJwt(token, { ...id, kid: access.kid })).toBeUndefined();
});

test('neither another algorithm nor another payload is accepted', () => {
  const [header, payload, signature] = signJwt({ sub: 's' }, access).split('.');
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged = [
    `${header}.${encode({ sub: 'eve' })}.${signature}`,
    `${encode({ alg: 'none', kid: access.kid })}.${payload}.`,
    `${encode({ alg: 'none', kid: access.kid })}.${payload}.${signature}`,
    `${header}.${payload}.${signature}.x`,
    `${header}.${payload}`,
    '',
  ];
  for (const token of forged) expect(verifyJwt(token, access)).toBeUndefined();
  expect(peekClaims('x')).toEqual({});
  expect(peekClaims(forged[0] as string)).toEqual({ sub: 'eve' });
});

test('the public keys are published, the private ones are not', () => {
  const { keys } = jwksOf(pool);
  expect(keys.map(({ kid, alg, use, kty }) => ({ kid, alg, use, kty }))).toEqual(
    [id, access].map(({ kid }) => ({ kid, alg: 'RS256', use: 'sig', kty: 'RSA' })),
  );
  for (const key of keys) expect(key).not.toHaveProperty('d');
});
