import { createPublicKey } from 'node:crypto';
import samlp from 'samlp';
import type { KeyAndCertificate } from '../../../../local/certificate';
import { readAssertion } from '../../../../scripts/rotate/saml-metadata/assertion';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import { entityId, keys } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const [old, next] = [read(keys.old), read(keys.next)];
const audience = 'urn:amazon:cognito:sp:eu-central-1_Acme';
const acs = 'https://acme.example/saml2/idpresponse';

interface Made {
  key?: KeyAndCertificate;
  issuer?: string;
  audience?: string;
  signResponse?: boolean;
  signAssertion?: boolean;
  encrypted?: boolean;
}

/** A response as an identity provider creates it, about someone whose name must not appear anywhere else. */
const response = ({
  key = keys.next,
  issuer = entityId,
  signResponse = false,
  signAssertion = true,
  encrypted = false,
  ...more
}: Made = {}) =>
  new Promise<string>((resolve, reject) =>
    samlp.getSamlResponse(
      {
        issuer,
        key: key.privateKey,
        cert: key.certificate,
        audience: more.audience ?? audience,
        recipient: acs,
        destination: acs,
        signResponse,
        signAssertion,
        signatureAlgorithm: 'rsa-sha256',
        digestAlgorithm: 'sha256',
        ...(encrypted && {
          encryptionCert: keys.later.certificate,
          encryptionPublicKey: createPublicKey(keys.later.certificate)
            .export({ format: 'pem', type: 'spki' })
            .toString(),
        }),
        profileMapper: () => ({
          getClaims: () => ({ email: 'ada@acme.example' }),
          getNameIdentifier: () => ({ nameIdentifier: 'ada@acme.example', nameIdentifierFormat: 'urn:x' }),
        }),
      },
      {},
      (error, made) => (error ? reject(error) : resolve(made as string)),
    ),
  );

const known = [old, next];
const prove = (text: string, now = new Date()) =>
  readAssertion(text, { known, entityId, audiences: ['urn:amazon:cognito:sp:other', audience], now });
const posted = (xml: string) => Buffer.from(xml).toString('base64');

describe('finds the certificate with which the provider signed', () => {
  test.each<[string, Made, SigningCertificate]>([
    ['an assertion', {}, next],
    ['with its old key', { key: keys.old }, old],
    ['a response', { signAssertion: false, signResponse: true }, next],
    ['both', { signResponse: true }, next],
    ['a response around an encrypted assertion', { signResponse: true, encrypted: true }, next],
  ])('%s', async (_, made, signer) => {
    const xml = await response(made);
    const proof = prove(posted(xml));
    expect(proof.signer).toEqual(signer);
    expect(Math.abs(proof.issued.getTime() - Date.now())).toBeLessThan(60_000);
    expect(prove(xml)).toEqual(proof);
    expect(prove(` ${encodeURIComponent(posted(xml))}\n`)).toEqual(proof);
    expect(JSON.stringify(proof)).not.toContain('ada@');
  });
});

describe('proves nothing', () => {
  const refused = async (made: Made, why: string, change = (xml: string) => xml, now = new Date()) => {
    const xml = change(await response(made));
    expect(() => prove(xml, now)).toThrow(why);
  };

  test("signed with a stranger's key", () =>
    refused({ key: keys.stranger }, 'not signed with any certificate'));
  test('not signed', () => refused({ signAssertion: false }, 'is not signed'));
  test('signed only inside the part encrypted for Cognito', () =>
    refused({ encrypted: true }, 'encrypted for Cognito'));
  test('from another provider', () =>
    refused({ issuer: 'https://idp' }, 'is from https://idp, but the provider is'));
  test('from another provider, in a response that claims otherwise', () =>
    refused({ issuer: 'https://idp' }, 'is from https://idp', (xml) =>
      xml.replace('https://idp<', `${entityId}<`),
    ));
  test('for someone else', () => refused({ audience: 'urn:other' }, 'is for urn:other, which is not a pool'));
  test('changed', () =>
    refused({}, 'or was changed since', (xml) => xml.replaceAll('ada@acme.example', 'eve@acme.example')));
  test('too old, or in the future', async () => {
    const minute = 60_000;
    await refused({}, 'must be from the last 60 minutes', undefined, new Date(Date.now() + 62 * minute));
    await refused({}, 'which is in the future', undefined, new Date(Date.now() - 7 * minute));
  });
  test.each(['', 'PGEvPg==', '<a/>', '%', 'response'])('not a response: %s', (text) => {
    expect(() => prove(text)).toThrow();
  });
});

test('a signed assertion beside a forged one, or inside one, proves only what was signed', async () => {
  const genuine = await response({ key: keys.old });
  const [signed = ''] = /<(saml:)?Assertion[\s\S]*<\/(saml:)?Assertion>/.exec(genuine) ?? [];
  const forged = signed
    .replace(/ID="[^"]*"/, 'ID="_forged"')
    .replace(/<(ds:)?Signature[\s\S]*<\/(ds:)?Signature>/, '');
  const [signature = ''] = /<(ds:)?Signature[\s\S]*<\/(ds:)?Signature>/.exec(signed) ?? [];
  const beside = genuine.replace(signed, `${forged}${signed}`);
  expect(() => prove(beside)).toThrow('is not signed');
  const around = genuine.replace(
    signed,
    forged.replace('</saml:Conditions>', `</saml:Conditions>${signature}${signed}`),
  );
  expect(() => prove(around)).toThrow();
});
