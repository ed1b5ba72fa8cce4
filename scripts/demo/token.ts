import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { failure } from '../lib/errors';
import type { DemoTenant } from './tenants';

/** What the demo shows of a verified access token. */
export interface Claims {
  iss: string;
  sub: string;
  client_id: string;
  token_use: string;
  scope?: string;
  'cognito:groups'?: string[];
  tenant_id?: string;
  exp: number;
  iat: number;
}

/** Which of the claims are shown, in this order. */
const shown = ['iss', 'token_use', 'client_id', 'sub', 'cognito:groups', 'tenant_id', 'iat', 'exp'] as const;

/**
 * Verifies signature, issuer, client, use and time of the token with the pool's published keys.
 * @param endpoint where the keys are published, since the issuer's own host is a real one of AWS
 */
export async function verifyToken(endpoint: string, tenant: DemoTenant, token: string): Promise<Claims> {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: tenant.userPoolId,
    tokenUse: 'access',
    clientId: tenant.probeClientId,
  });
  const url = `${endpoint}/${tenant.userPoolId}/.well-known/jwks.json`;
  const response = await fetch(url);
  if (!response.ok) throw failure(`no keys at ${url}: HTTP ${response.status}`);
  verifier.cacheJwks((await response.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  return (await verifier.verify(token)) as unknown as Claims;
}

/** The claims as lines; times as a person reads them. */
export function claimLines(claims: Claims): string[] {
  return shown.map((name) => {
    const value = claims[name];
    const time =
      name === 'iat' || name === 'exp' ? `  (${new Date(Number(value) * 1000).toISOString()})` : '';
    return `${name.padEnd(15)} ${JSON.stringify(value)}${time}`;
  });
}
