import { sign, verify } from 'node:crypto';
import type { SigningKey } from '../model';

export type Claims = Record<string, unknown>;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS, RS256, with `kid` and `alg` in the header, as in Cognito. */
export function signJwt(claims: Claims, key: SigningKey): string {
  const text = `${encode({ kid: key.kid, alg: 'RS256' })}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
}

/** The claims, if this key signed the token; otherwise undefined. Doesn't check `exp`. */
export function verifyJwt(token: string, key: SigningKey): Claims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length) return undefined;
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    if (alg !== 'RS256' || kid !== key.kid) return undefined;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', signed, key.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Unverified claims: only to find out which keys to verify them with. */
export function peekClaims(token: string): Claims {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
