import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { SecretHolder } from '../../../../scripts/rotate/federation-secret/secret-holders';
import { secretText } from '../../../../scripts/rotate/federation-secret/secret-text';

const holder = (detail: SecretHolder['detail']) =>
  ({ secretName: 'fleet/x', detail }) as unknown as SecretHolder;
const client = holder('client_secret');
const apple = holder('private_key');

test('a client secret is the text itself, without the newline that an editor adds', () => {
  const secret = fc.stringMatching(/^[\x21-\x7a]{1,80}$/);
  fc.assert(fc.property(secret, (text) => expect(secretText(client, `${text}\n`)).toBe(text)));
});

test("Apple's key is extracted from its file, on one line, and used as is if there is nothing else", () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
  const key = secretText(apple, pem);
  expect(key).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(
    Buffer.from(key, 'base64').equals(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')),
  ).toBe(true);
  expect(secretText(apple, `${key}\n`)).toBe(key);
});

test.each([
  [client, undefined, /holds no text/],
  [client, ' \n', /holds no text/],
  [client, '{"client_secret":"hush"}', /JSON document/],
  [client, 'hush hush', /whitespace/],
  [client, 'hush\nhush', /whitespace/],
  [client, 'hush\thush', /whitespace/],
  [apple, 'hush!', /no private key/],
  [apple, '{"key":"hush"}', /JSON document/],
])('what cannot be the secret is refused, by name and without its text', (which, stored, message) => {
  const refused = () => secretText(which, stored);
  expect(refused).toThrow(message);
  expect(refused).toThrow(/secret fleet\/x/);
  expect(refused).not.toThrow(/hush/);
});
