import { FederationError } from './federation-protocol';

/** An assertion whose signature has been verified, as parsed by node-saml (xml2js, without prefixes). */
export interface ParsedAssertion {
  Assertion?: {
    $?: { ID?: string };
    Issuer?: { _?: string }[];
    Subject?: {
      SubjectConfirmation?: {
        $?: { Method?: string };
        SubjectConfirmationData?: { $?: Record<string, string | undefined> }[];
      }[];
    }[];
    Conditions?: { $?: Record<string, string | undefined> }[];
  };
}

/** What an assertion must contain to be valid for this sign-in. */
export interface Expected {
  /** The provider's entity id. */
  issuer: string;
  /** Our assertion consumer service URL. */
  recipient: string;
  /** `ID` of our request; undefined if there was none (a sign-in that began at the provider). */
  requestId: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** A refusal, worded like Cognito's. */
export const invalidResponse = (why: string): FederationError =>
  new FederationError('server_error', `Invalid SAML response received: ${why}`);

const instant = (text: string | undefined, what: string): number => {
  const time = Date.parse(text ?? '');
  if (Number.isNaN(time)) throw invalidResponse(`${what} is missing or not a time.`);
  return time;
};

/**
 * Checks the rules of SAML 2.0's Web browser SSO profile (4.1.4.3) that node-saml leaves open when only the assertion
 * is signed: everything here is read from signed content, never from the response around it.
 * Returns the assertion's id and until when it could be replayed. Throws FederationError.
 */
export function checkAssertion(
  { Assertion: assertion }: ParsedAssertion,
  { issuer, recipient, requestId, now }: Expected,
): { id: string; until: number } {
  const id = assertion?.$?.ID;
  if (!id) throw invalidResponse('the assertion has no ID.');
  if (assertion?.Issuer?.[0]?._?.trim() !== issuer)
    throw invalidResponse('the assertion is from another issuer.');
  const confirmations = assertion.Subject?.flatMap(({ SubjectConfirmation: all }) => all ?? []) ?? [];
  const bearers = confirmations.filter(({ $ }) => $?.Method === bearer);
  const [data, ...more] = bearers.flatMap(
    ({ SubjectConfirmationData: all }) => all?.map(({ $ }) => $ ?? {}) ?? [],
  );
  if (!data || more.length) throw invalidResponse('the assertion needs one bearer confirmation.');
  if (data.Recipient !== recipient) throw invalidResponse('the assertion is for another recipient.');
  if (data.InResponseTo !== requestId)
    throw invalidResponse(
      requestId
        ? 'the assertion is not a response to this request.'
        : 'an unsolicited assertion must not respond to a request.',
    );
  const conditions = assertion.Conditions?.[0]?.$;
  const until = instant(data.NotOnOrAfter, 'NotOnOrAfter of the confirmation');
  const end = Math.min(until, instant(conditions?.NotOnOrAfter, 'NotOnOrAfter of the conditions'));
  if (end <= now) throw invalidResponse('the assertion has expired.');
  return { id, until };
}
