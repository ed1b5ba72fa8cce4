import type { SigningCertificate } from './certificate';
import { short } from './certificate';
import { certificatesOf, type Metadata, readMetadata, redirectOf } from './metadata';
import { signatureOf, verifySignature } from './signature';
import { parseXml } from './xml';

/** What is wrong with a document, and what to do about it. */
export interface Problem {
  what: string;
  remedy: string;
}

/** What Cognito uses now, as far as AWS shows it. */
export interface InUse {
  /** Unknown where Cognito fetches the document. */
  entityId?: string | undefined;
  certificates: readonly SigningCertificate[];
  sso?: string | undefined;
  slo?: string | undefined;
}

export interface Expected {
  inUse: InUse;
  /** The required signer; if left out, any signature must be from a certificate in use. */
  signedBy?: SigningCertificate | undefined;
  now: Date;
  /** Something that ends within this many days counts as too old. */
  noticeDays: number;
}

/** A document that passed the checks, and what they found. */
export interface Checked {
  /** The signed part or, without a signature, the whole document. */
  text: string;
  certificates: SigningCertificate[];
  /** Undefined: it is unsigned, so it can be trusted only as far as the channel that delivered it. */
  signer: SigningCertificate | undefined;
}

/** Maximum length of a value in a provider's details (API reference, CreateIdentityProvider). */
const longest = 131_072;
/** Maximum length of a certificate (developer guide, "Things to know about SAML IdPs in Amazon Cognito user pools"). */
const longestCertificate = 4096;

const day = 86_400_000;
const dateOf = (date: Date) => date.toISOString().slice(0, 10);
const ask = 'ask the provider for its current metadata';

/** Whether the document is the existing provider's, with the endpoints in use. */
function foreign(metadata: Metadata, { inUse }: Expected): Problem[] {
  const { entityId, endpoints } = metadata;
  const problems: Problem[] = [];
  if (entityId === undefined) problems.push({ what: 'it has no entity id', remedy: ask });
  else if (inUse.entityId !== undefined && entityId !== inUse.entityId)
    problems.push({
      what: `it is from ${entityId}, but the provider in use is ${inUse.entityId}`,
      remedy: 'give it the metadata of this provider; for another one, edit its file by hand and roll it out',
    });
  const sso = redirectOf(metadata, 'SingleSignOnService');
  if (sso === undefined)
    problems.push({
      what: 'it has no SingleSignOnService with the HTTP-Redirect binding, the only one that Cognito uses',
      remedy: 'enable that binding at the provider',
    });
  for (const [service, now] of [
    ['SingleSignOnService', inUse.sso],
    ['SingleLogoutService', inUse.slo],
  ] as const) {
    const then = redirectOf(metadata, service);
    if (now !== undefined && then !== undefined && then !== now)
      problems.push({
        what: `browsers would be sent to ${then} (${service}) instead of ${now}`,
        remedy:
          'a rotation changes only certificates: ask the provider whether it has moved, then edit its file by hand',
      });
  }
  for (const { service, location } of endpoints)
    if (!/^https:\/\/[^/]/.test(location))
      problems.push({ what: `${service} at "${location}" is not an https: address`, remedy: ask });
  return problems;
}

/** Certificates that are unusable, or expire soon. */
function certificateProblems(metadata: Metadata, { now }: Expected): Problem[] {
  if (metadata.keys.some(({ carried }) => carried))
    return [
      {
        what: 'it was made by this command, with certificates carried over',
        remedy: "give the provider's own document",
      },
    ];
  const all = metadata.keys.flatMap(({ certificates }) => certificates);
  if (all.length === 0) return [{ what: 'it has no signing certificate', remedy: ask }];
  return all.flatMap((certificate): Problem[] => {
    if (!certificate) return [{ what: 'one of its certificates is invalid', remedy: ask }];
    const name = `certificate ${short(certificate)}`;
    return [
      ...(certificate.until <= now
        ? [{ what: `${name} expired on ${dateOf(certificate.until)}`, remedy: ask }]
        : []),
      ...(certificate.from > now
        ? [
            {
              what: `${name} is not valid before ${certificate.from.toISOString()}`,
              remedy:
                'rotate when it is; or ask for one that is valid already, so that both are valid for a time',
            },
          ]
        : []),
      ...(certificate.base64.length > longestCertificate
        ? [
            {
              what: `${name} has more than ${longestCertificate} characters, which is the most that Cognito accepts`,
              remedy: ask,
            },
          ]
        : []),
    ];
  });
}

/** A document of ours is never fetched again, so it has to last. */
function validity({ ends }: Metadata, { now, noticeDays }: Expected): Problem[] {
  return ends.flatMap((end): Problem[] => {
    const until = new Date(end);
    if (Number.isNaN(until.getTime()))
      return [{ what: `it is valid until "${end}", which is not a date`, remedy: ask }];
    if (until <= now) return [{ what: `it expired on ${until.toISOString()}`, remedy: ask }];
    if (until.getTime() <= now.getTime() + noticeDays * day)
      return [
        {
          what: `it is valid for less than ${noticeDays} more days, until ${until.toISOString()}`,
          remedy:
            'the provider expects it to be fetched regularly: use metadataUrl, or ask for one that lasts longer',
        },
      ];
    return [];
  });
}

function roleProblems({ root, roles }: Metadata): Problem[] {
  if (root.localName === 'EntitiesDescriptor')
    return [
      {
        what: 'it describes several entities',
        remedy: 'extract the EntityDescriptor of this provider, or ask for it',
      },
    ];
  if (roles.length === 1) return [];
  const found = roles.length === 0 ? 'no IDPSSODescriptor' : `${roles.length} IDPSSODescriptors`;
  return [{ what: `it has ${found} for SAML 2.0 in an EntityDescriptor, but needs one`, remedy: ask }];
}

/** Who signed it, and which part is signed. */
function signatureProblems(text: string, { root }: Metadata, { inUse, signedBy, now }: Expected) {
  const known = signedBy ? [signedBy] : inUse.certificates.filter(({ until }) => until > now);
  const names = known.map(short).join(', ') || 'none';
  if (!signatureOf(root)) {
    const elsewhere =
      root.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature').length > 0;
    const problem =
      elsewhere || signedBy
        ? [
            {
              what: elsewhere ? 'only a part of it is signed' : `it is not signed, but must be by ${names}`,
              remedy: ask,
            },
          ]
        : [];
    return { signed: undefined, problems: problem };
  }
  const signed = verifySignature(text, root, known);
  if (signed) return { signed, problems: [] };
  return {
    signed,
    problems: [
      {
        what: `its signature is not by ${signedBy ? 'that certificate' : 'a certificate in use'} (${names}), or it was changed since`,
        remedy:
          'compare the signing certificate with what the provider says through another channel, and name it: --signed-by <PEM file>',
      },
    ],
  };
}

/** Checks everything about a document before anything changes. Returns all problems together; none means it may be used. */
export function checkDocument(text: string, expected: Expected): { problems: Problem[]; checked?: Checked } {
  if (text.length > longest)
    return {
      problems: [
        {
          what: `it has more than ${longest} characters, which is the most that Cognito accepts`,
          remedy: ask,
        },
      ],
    };
  let raw: Metadata;
  try {
    raw = readMetadata(parseXml(text));
  } catch (error) {
    return { problems: [{ what: (error as Error).message, remedy: ask }] };
  }
  const { signed, problems: ofSignature } = signatureProblems(text, raw, expected);
  // If there is a signature, only what it covers is read.
  const metadata = signed ? readMetadata(parseXml(signed.text)) : raw;
  const problems = [
    ...ofSignature,
    ...roleProblems(metadata),
    ...foreign(metadata, expected),
    ...validity(metadata, expected),
    ...certificateProblems(metadata, expected),
  ];
  if (problems.length > 0) return { problems };
  return {
    problems,
    checked: {
      text: signed?.text ?? text,
      certificates: certificatesOf(metadata),
      signer: signed?.signer,
    },
  };
}
