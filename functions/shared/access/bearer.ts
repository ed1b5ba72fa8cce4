import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { Denied } from '../denied';

/** An unverified token: good only for finding out who can verify it. */
export interface Unverified {
  token: string;
  algorithm: string | undefined;
  claims: JwtPayload;
}

/** One token after the scheme, whose name is case-insensitive (RFC 9110, 11.1). */
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * The token of an `Authorization` header. Two headers arrive as one, joined with a comma, which is not a bearer token.
 * Throws Denied (`token-missing`, `token-malformed`).
 */
export function bearerOf(authorization: string | undefined): Unverified {
  if (!authorization) throw new Denied('token-missing');
  const [, token] = bearer.exec(authorization) ?? [];
  if (!token) throw new Denied('token-malformed');
  try {
    const { header, payload } = decomposeUnverifiedJwt(token);
    return { token, algorithm: header.alg, claims: payload };
  } catch {
    // The library's message repeats parts of the token.
    throw new Denied('token-malformed');
  }
}
