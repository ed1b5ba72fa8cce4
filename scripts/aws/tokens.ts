import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { failure } from '../cli/errors';

/** Claims of a verified token. */
export interface Claims {
  sub: string;
  exp: number;
  iat: number;
  [name: string]: unknown;
}

/** Where a pool publishes its keys: AWS, or the local AWS. A pool id starts with its region. */
export const keysEndpoint = (userPoolId: string): string =>
  process.env.AWS_ENDPOINT_URL ?? `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com`;

/**
 * Verifies a token's signature, issuer, client, use and expiry with the pool's published keys.
 * @param endpoint where the keys are published; the issuer's host is always the real AWS
 */
export async function verifyToken(
  endpoint: string,
  { userPoolId, clientId, tokenUse }: { userPoolId: string; clientId: string; tokenUse: 'access' | 'id' },
  token: string | undefined,
): Promise<Claims> {
  if (!token) throw failure(`the response contains no ${tokenUse} token`);
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
  const url = `${endpoint}/${userPoolId}/.well-known/jwks.json`;
  const response = await fetch(url);
  if (!response.ok) throw failure(`cannot read the keys at ${url}: HTTP ${response.status}`);
  verifier.cacheJwks((await response.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  return (await verifier.verify(token)) as unknown as Claims;
}

const times = ['iat', 'exp', 'auth_time'];

/** The claims as lines, sorted by name, with human-readable times. */
export function claimLines(title: string, claims: Claims): string[] {
  const names = Object.keys(claims).sort();
  const width = Math.max(...names.map(({ length }) => length));
  const time = (name: string) =>
    times.includes(name) ? `  (${new Date(Number(claims[name]) * 1000).toISOString()})` : '';
  return [
    `${title}:`,
    ...names.map((name) => `  ${name.padEnd(width)} ${JSON.stringify(claims[name])}${time(name)}`),
  ];
}
