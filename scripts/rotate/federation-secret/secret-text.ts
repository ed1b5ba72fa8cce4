import type { SecretHolder } from './secret-holders';
import { SecretRefused } from './secret-refused';

/**
 * The value for the provider, from the text in Secrets Manager. Strips the newline that editors append, which no secret
 * has. Apple's key is a PEM file, of which Cognito takes the part between the two marker lines, on one line
 * (amplify-cli#9478). Throws SecretRefused when the text cannot be a secret; the message contains none of it.
 */
export function secretText({ detail, secretName }: SecretHolder, stored: string | undefined): string {
  const text = (stored ?? '').trim();
  const refuse = (why: string) =>
    new SecretRefused(
      `secret ${secretName} ${why}`,
      'store the plain text alone: aws secretsmanager put-secret-value',
    );
  if (!text) throw refuse('holds no text');
  if (text.startsWith('{') && text.endsWith('}')) throw refuse('holds a JSON document');
  if (detail === 'client_secret') {
    if (/\s/.test(text)) throw refuse('holds whitespace, which no client secret has');
    return text;
  }
  const key = text.replace(/-----(BEGIN|END) PRIVATE KEY-----/g, '').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) throw refuse("holds no private key of Apple's (.p8)");
  return key;
}
