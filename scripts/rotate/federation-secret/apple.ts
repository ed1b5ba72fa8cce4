import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { SecretRefused } from './secret-refused';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function privateKeyOf(key: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    throw new SecretRefused(
      "the value in Secrets Manager is no private key of Apple's",
      'store the .p8 file as it is: aws secretsmanager put-secret-value',
    );
  }
}

/**
 * The client secret that Cognito derives from Apple's key for each exchange, valid for five minutes: an ES256 token with the
 * fields in Apple's "Creating a client secret" (Sign in with Apple REST API). Throws SecretRefused if the key is invalid.
 * @param details the provider's details, as Cognito shows them
 * @param key PKCS #8 in DER, as base64
 */
export function appleClientSecret(details: Readonly<Record<string, string>>, key: string, now: Date): string {
  // If our clock were ahead of Apple's, the token would be dated in the future.
  const iat = Math.floor(now.getTime() / 1000) - 60;
  const header = { alg: 'ES256', kid: details.key_id };
  const claims = {
    iss: details.team_id,
    iat,
    exp: iat + 360,
    aud: 'https://appleid.apple.com',
    sub: details.client_id,
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), {
    key: privateKeyOf(key),
    dsaEncoding: 'ieee-p1363',
  });
  return `${signed}.${signature.toString('base64url')}`;
}
