import fc from 'fast-check';
import { bare, selfSigned } from '../../../../local/certificate';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import { checkDocument, type Expected } from '../../../../scripts/rotate/saml-metadata/check';
import { carriedMark } from '../../../../scripts/rotate/saml-metadata/metadata';
import { endpoint, entityId, inDays, keyDescriptor, keys, metadata, now, sign } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const [old, next, stranger, expired] = [keys.old, keys.next, keys.stranger, keys.expired].map(read) as [
  SigningCertificate,
  SigningCertificate,
  SigningCertificate,
  SigningCertificate,
];
const expected: Expected = {
  inUse: {
    entityId,
    certificates: [old],
    sso: 'https://idp.acme.example/sso',
    slo: 'https://idp.acme.example/slo',
  },
  now,
  noticeDays: 30,
};
const check = (text: string, more: Partial<Expected> = {}) => checkDocument(text, { ...expected, ...more });
const problems = (text: string, more: Partial<Expected> = {}) =>
  check(text, more).problems.map(({ what }) => what);
const fingerprints = (text: string, more: Partial<Expected> = {}) =>
  check(text, more).checked?.certificates.map(({ fingerprint }) => fingerprint);

describe('accepted', () => {
  test('a document that is signed with a certificate in use', () => {
    const { checked } = check(sign(metadata(), keys.old));
    expect([checked?.signer, checked?.certificates]).toEqual([old, [next]]);
  });

  test('an unsigned one, which is reported', () => {
    expect(check(metadata())).toMatchObject({ problems: [], checked: { signer: undefined } });
  });

  test('one that is signed with the requested certificate', () => {
    expect(check(sign(metadata(), keys.stranger), { signedBy: stranger }).checked?.signer).toEqual(stranger);
  });

  test('one with several signing certificates', () => {
    const both = metadata({
      certificates: [keys.old],
      inner: keyDescriptor(keys.next, '') + keyDescriptor(keys.stranger, 'encryption'),
    });
    expect(fingerprints(both)).toEqual([old.fingerprint, next.fingerprint]);
  });

  test('one of a provider of which only the endpoint is known', () => {
    const inUse = { certificates: [], sso: expected.inUse.sso };
    expect(problems(metadata({ entityId: 'https://other' }), { inUse })).toEqual([]);
  });
});

describe('refused', () => {
  test.each<[string, string, RegExp]>([
    ['no XML', '<md:EntityDescriptor', /^it is no XML/],
    ['a document type', `<!DOCTYPE x>${metadata()}`, /document type/],
    ['something else', '<a/>', /no IDPSSODescriptor/],
    ['too long', `${metadata()}<!--${'x'.repeat(131_072)}-->`, /more than 131072 characters/],
    [
      'several entities',
      '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"/>',
      /of several entities/,
    ],
    [
      'SAML 1.1 only',
      metadata({ protocols: 'urn:oasis:names:tc:SAML:1.1:protocol' }),
      /no IDPSSODescriptor for SAML 2\.0/,
    ],
    [
      'two roles',
      metadata().replace(/(<md:IDPSSO[\s\S]*<\/md:IDPSSODescriptor>)/, '$1$1'),
      /2 IDPSSODescriptors/,
    ],
    ['no entity id', metadata({ entityId: '' }), /no entity id/],
    [
      'another entity',
      metadata({ entityId: `${entityId}/` }),
      /^it is of .*\/metadata\/, and the provider in use is /,
    ],
    ['expired', metadata({ attributes: ` validUntil="${inDays(-1)}"` }), /^it expired on /],
    [
      'a role that expired',
      metadata().replace('<md:IDPSSODescriptor', `<md:IDPSSODescriptor validUntil="${inDays(0)}"`),
      /^it expired on /,
    ],
    [
      'valid for too short a time',
      metadata({ attributes: ` validUntil="${inDays(30)}"` }),
      /less than 30 days/,
    ],
    ['valid until no time', metadata({ attributes: ' validUntil="soon"' }), /which is no time/],
    ['no certificate', metadata({ certificates: [] }), /no certificate that signs/],
    ['a broken certificate', metadata({ certificates: ['AAAA'] }), /one of its certificates is none/],
    [
      'an expired certificate',
      metadata({ certificates: [keys.next, keys.expired] }),
      /^certificate \S+ expired on/,
    ],
    [
      'no redirect binding',
      metadata({
        sso: endpoint(
          'SingleSignOnService',
          'https://idp.acme.example/sso',
          'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
        ),
      }),
      /HTTP-Redirect binding/,
    ],
    [
      'another endpoint',
      metadata({ sso: endpoint('SingleSignOnService', 'https://evil.example/sso') }),
      /would be sent to https:\/\/evil\.example\/sso \(SingleSignOnService\)/,
    ],
    [
      'another endpoint of sign-out',
      metadata().replace('https://idp.acme.example/slo', 'https://evil.example/slo'),
      /\(SingleLogoutService\)/,
    ],
    [
      'an endpoint in clear',
      metadata({
        inner: endpoint(
          'SingleSignOnService',
          'http://idp.acme.example/sso',
          'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
        ),
      }),
      /no https: address/,
    ],
    [
      "a stranger's signature",
      sign(metadata(), keys.stranger),
      /its signature is not by a certificate in use/,
    ],
    [
      'a signature of its own new certificate',
      sign(metadata(), keys.next),
      /its signature is not by a certificate in use/,
    ],
    [
      'a change after it was signed',
      sign(metadata(), keys.old).replace('/sso', '/sso?'),
      /or it was changed since/,
    ],
    [
      'a signature of a part',
      sign(metadata().replace('<md:IDPSSODescriptor', '<md:IDPSSODescriptor ID="_role"'), keys.old, {
        element: "//*[local-name(.)='IDPSSODescriptor']",
      }),
      /only a part of it is signed/,
    ],
  ])('%s', (_, text, why) => {
    const found = check(text);
    expect(found.checked).toBeUndefined();
    expect(found.problems.map(({ what }) => what).filter((what) => why.test(what))).toHaveLength(1);
    for (const { remedy } of found.problems) expect(remedy).not.toBe('');
  });

  test('a certificate that is not valid yet', () => {
    const later = selfSigned('later', 10, now.getTime() + 3 * 86_400_000);
    expect(problems(metadata({ certificates: [later] }))).toEqual([
      expect.stringMatching(/^certificate \S+ is not valid before 2026-12-02/),
    ]);
  });

  test('a certificate with more characters than Cognito accepts', () => {
    const text = metadata();
    const long = selfSigned(`idp${'x'.repeat(4000)}`, 10, now.getTime());
    expect(problems(text.replace(bare(keys.next.certificate), bare(long.certificate)))).toEqual([
      expect.stringContaining('more than 4096 characters'),
    ]);
  });

  test('a signature by an expired certificate in use, or by one in use when another was requested', () => {
    const inUse = { ...expected.inUse, certificates: [expired] };
    expect(problems(sign(metadata(), keys.expired), { inUse })).toHaveLength(1);
    expect(problems(sign(metadata(), keys.old), { signedBy: stranger })).toEqual([
      expect.stringContaining('not by that certificate'),
    ]);
  });

  test('no signature when one was requested', () => {
    expect(problems(metadata(), { signedBy: stranger })).toEqual([
      expect.stringContaining('it is not signed'),
    ]);
  });

  test('everything at once', () => {
    const text = sign(
      metadata({
        entityId: 'https://evil.example',
        attributes: ` validUntil="${inDays(-2)}"`,
        certificates: [keys.expired],
        sso: endpoint('SingleSignOnService', 'https://evil.example/sso'),
      }),
      keys.stranger,
    );
    expect(problems(text)).toHaveLength(5);
  });
});

test('our own mark is refused in a new document, and does not count as part of one that was signed without it', () => {
  const marked = (text: string) => text.replace('use="signing">', `$&<!--${carriedMark}-->`);
  expect(problems(marked(metadata()))).toEqual([expect.stringContaining('made by this command')]);
  const { checked } = check(marked(sign(metadata(), keys.old)));
  expect(checked?.certificates).toEqual([next]);
  expect(checked?.text).not.toContain(carriedMark);
});

test('only signed content is read: a document around it adds nothing', () => {
  const signed = sign(metadata(), keys.old);
  const wrapped = signed.replace(
    '</md:IDPSSODescriptor>',
    `${keyDescriptor(keys.stranger)}</md:IDPSSODescriptor>`,
  );
  expect(check(wrapped).checked).toBeUndefined();
});

test('a document is accepted exactly if every one of its certificates is good', () => {
  const good = fc.constantFrom(keys.old, keys.next, keys.later);
  const bad = fc.constantFrom<typeof keys.old | string>(keys.expired, 'AAAA', '');
  fc.assert(
    fc.property(fc.array(good, { maxLength: 3 }), fc.array(bad, { maxLength: 2 }), (right, wrong) => {
      const { checked, problems: found } = check(metadata({ certificates: [...right, ...wrong] }));
      expect(checked !== undefined).toBe(right.length > 0 && wrong.length === 0);
      expect(found).toHaveLength(right.length + wrong.length === 0 ? 1 : wrong.length);
    }),
    { numRuns: 50 },
  );
});
