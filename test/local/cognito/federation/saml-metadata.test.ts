import { bare, selfSigned } from '../../../../local/certificate';
import type { Cognito } from '../../../../local/cognito/call';
import { newFederation } from '../../../../local/cognito/federation/pool-federation';
import { knownMetadata, newMetadata, readMetadata } from '../../../../local/cognito/federation/saml-metadata';
import type { Pool } from '../../../../local/cognito/model';

const now = Date.now();
const { certificate } = selfSigned('idp', 1, now);
const expired = selfSigned('idp', -1, now).certificate;

const key = (pem: string, use = 'signing') =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${bare(pem)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const endpoint = (name: string, binding = 'Redirect') =>
  `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="https://idp/${name}"/>`;
const document = (inner: string, attributes = 'entityID="https://idp"') =>
  `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${attributes}><md:IDPSSODescriptor>${inner}</md:IDPSSODescriptor></md:EntityDescriptor>`;

const sso = endpoint('SingleSignOnService');

test('gives the name, the signing certificates and the redirect endpoints', () => {
  const xml = document(key(certificate) + key(expired, 'encryption') + sso + endpoint('SingleLogoutService'));
  const found = readMetadata(xml, now);
  expect(found).toMatchObject({
    entityId: 'https://idp',
    ssoRedirect: 'https://idp/SingleSignOnService',
    sloRedirect: 'https://idp/SingleLogoutService',
  });
  expect(found.certificates.map(bare)).toEqual([bare(certificate)]);
});

test.each([
  ['nothing of a provider', '<a/>', 'no EntityDescriptor'],
  ['no name', document(key(certificate) + sso, ''), 'no entityID'],
  [
    'no redirect binding',
    document(key(certificate) + endpoint('SingleSignOnService', 'POST')),
    'HTTP-Redirect',
  ],
  ['no certificate', document(key(certificate, 'encryption') + sso), 'no signing certificate'],
  [
    'a certificate that is too long',
    document(key(certificate) + key('A'.repeat(4097)) + sso),
    'longer than 4096 characters',
  ],
  [
    'a document of yesterday',
    document(
      key(certificate) + sso,
      `entityID="https://idp" validUntil="${new Date(now - 1).toISOString()}"`,
    ),
    'no longer valid',
  ],
  ['only expired certificates', document(key(expired) + sso), 'Signing certificates are expired'],
  ['a document type', `<!DOCTYPE x [<!ENTITY e "x">]>${document(key(certificate) + sso)}`, 'document type'],
  ['broken XML', '<md:EntityDescriptor', ''],
])('is refused with %s', (_, xml, why) => {
  expect(() => readMetadata(xml, now)).toThrow(why);
});

describe('a provider of a pool', () => {
  const hours = 3_600_000;
  const MetadataURL = 'https://idp/metadata';
  const signing = (pem: string) => document(key(pem) + sso);

  /** A pool with a clock and a provider's page that the test sets. */
  function world(page: string) {
    const set = { page, time: now, fetched: 0 };
    const fetch = async () => {
      set.fetched++;
      return new Response(set.page, { status: set.page ? 200 : 503 });
    };
    const cognito = { now: () => set.time, network: { fetch } } as unknown as Cognito;
    const pool = { federation: newFederation() } as unknown as Pool;
    return { set, cognito, pool };
  }

  test('uses what was read from the URL for six hours, and no longer', async () => {
    const next = selfSigned('idp', 1, now).certificate;
    const { set, cognito, pool } = world(signing(certificate));
    const current = async () => (await knownMetadata(cognito, pool, { MetadataURL })).certificates.map(bare);
    await newMetadata(cognito, pool, { MetadataURL });
    set.page = signing(next);
    set.time = now + 6 * hours - 1;
    expect(await current()).toEqual([bare(certificate)]);
    set.time = now + 6 * hours;
    expect(await current()).toEqual([bare(next)]);
    expect(set.fetched).toBe(2);
  });

  test('reads again before the metadata expires', async () => {
    const soon = `entityID="https://idp" validUntil="${new Date(now + hours).toISOString()}"`;
    const { set, cognito, pool } = world(document(key(certificate) + sso, soon));
    await newMetadata(cognito, pool, { MetadataURL });
    set.page = signing(certificate);
    set.time = now + hours;
    await knownMetadata(cognito, pool, { MetadataURL });
    expect(set.fetched).toBe(2);
  });

  test('accepts a document with two certificates, but not with an expired one', async () => {
    const next = selfSigned('idp', 1, now).certificate;
    const { cognito, pool } = world('');
    const both = await newMetadata(cognito, pool, {
      MetadataFile: document(key(certificate) + key(next) + sso),
    });
    expect(both.certificates.map(bare)).toEqual([certificate, next].map(bare));
    const MetadataFile = document(key(expired) + key(next) + sso);
    await expect(newMetadata(cognito, pool, { MetadataFile })).rejects.toThrow('is expired');
    // It may have expired since.
    expect((await knownMetadata(cognito, pool, { MetadataFile })).certificates).toHaveLength(2);
  });
});
