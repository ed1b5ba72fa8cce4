import fc from 'fast-check';
import { checkAssertion, type ParsedAssertion } from '../../../../local/cognito/federation/assertion';

const now = 1_800_000_000_000;
const expected = { issuer: 'https://idp', recipient: 'https://sp/acs', requestId: '_r1', now };
const soon = new Date(now + 60_000).toISOString();

const facts = {
  id: '_a1',
  issuer: 'https://idp',
  method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  recipient: 'https://sp/acs',
  inResponseTo: '_r1' as string | undefined,
  confirmedUntil: soon as string | undefined,
  validUntil: soon as string | undefined,
};

const assertion = (given: typeof facts, confirmations = 1): ParsedAssertion => ({
  Assertion: {
    $: { ID: given.id },
    Issuer: [{ _: given.issuer }],
    Subject: [
      {
        SubjectConfirmation: Array.from({ length: confirmations }, () => ({
          $: { Method: given.method },
          SubjectConfirmationData: [
            {
              $: {
                Recipient: given.recipient,
                InResponseTo: given.inResponseTo,
                NotOnOrAfter: given.confirmedUntil,
              },
            },
          ],
        })),
      },
    ],
    Conditions: [{ $: { NotOnOrAfter: given.validUntil } }],
  } as unknown as NonNullable<ParsedAssertion['Assertion']>,
});

test('a valid assertion gives its id, and until when it could be replayed', () => {
  expect(checkAssertion(assertion(facts), expected)).toEqual({ id: '_a1', until: now + 60_000 });
});

test('an assertion with any single wrong property is refused', () => {
  const otherTexts = fc.constantFrom('id', 'issuer', 'method', 'recipient', 'inResponseTo');
  fc.assert(
    fc.property(otherTexts, fc.string(), (name, value) => {
      fc.pre(value.trim() !== facts[name as 'issuer'] && !(name === 'id' && value));
      expect(() => checkAssertion(assertion({ ...facts, [name]: value }), expected)).toThrow(
        'Invalid SAML response received',
      );
    }),
  );
});

test.each(['confirmedUntil', 'validUntil'] as const)(
  'an assertion with %s in the past, or missing, is refused',
  (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: now }), (age) => {
        const given = { ...facts, [name]: new Date(now - age).toISOString() };
        expect(() => checkAssertion(assertion(given), expected)).toThrow('has expired');
      }),
    );
    expect(() => checkAssertion(assertion({ ...facts, [name]: undefined }), expected)).toThrow('is missing');
  },
);

test('an unsolicited assertion must not be a response to a request, and a solicited one must be', () => {
  const unasked = { ...expected, requestId: undefined };
  const alone = { ...facts, inResponseTo: undefined };
  expect(checkAssertion(assertion(alone), unasked).id).toBe('_a1');
  expect(() => checkAssertion(assertion(facts), unasked)).toThrow('must not respond to a request');
  expect(() => checkAssertion(assertion(alone), expected)).toThrow('is not a response to this request');
});

test.each([0, 2])('an assertion with %d bearer confirmations is refused', (count) => {
  expect(() => checkAssertion(assertion(facts, count), expected)).toThrow('one bearer confirmation');
});
