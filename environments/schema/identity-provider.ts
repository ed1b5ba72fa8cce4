/** Identity providers where a pool's users sign in: an organisation's own SAML or OIDC. */
import { z } from 'zod';
import { clientIdSchema, domainName, httpsUrl, secretNameSchema } from './values';

/** E-mail domains whose users this provider signs in: identifiers (domain hints) of the provider in its pool. */
export const emailDomains = z
  .array(domainName)
  .min(1, 'list at least one e-mail domain')
  .max(50, 'list at most 50 domains: Cognito allows 50 identifiers for one provider');

/**
 * Standard attributes of Cognito that a provider may set. Not `sub`, which is Cognito's own, nor
 * `username`, which Cognito always sets from the provider's subject.
 */
const standardAttributes = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const;

const claimName = z
  .string()
  .regex(/^[\w:/.-]{1,256}$/, 'write the name of a claim or SAML attribute, without blanks');

const attributesOf = <K extends z.core.$ZodRecordKey>(key: K) =>
  z
    .record(key, claimName)
    .refine(
      (map) => Object.hasOwn(map, 'email'),
      'map "email" too: our pools identify users by it, so nobody could sign in without it',
    );

/** Cognito attribute → claim. Standard ones only: no identity provider may set `custom:tenant_id`. */
export const standardAttributeMap = attributesOf(
  z.string().refine((name) => (standardAttributes as readonly string[]).includes(name), {
    error: `use a standard attribute: ${standardAttributes.join(', ')}`,
  }),
);

/**
 * Cognito attribute → claim. A `custom:` name permanently declares that pool attribute (a mutable string):
 * Cognito cannot remove one. Its limits: 20 characters, 50 attributes.
 */
export const declaringAttributeMap = attributesOf(
  z
    .string()
    .refine(
      (name) =>
        (standardAttributes as readonly string[]).includes(name) ||
        /^custom:[a-z][a-z0-9_]{0,19}$/.test(name),
      {
        error: `use "custom:<name>" (lower case, at most 20 characters) or one of: ${standardAttributes.join(', ')}`,
      },
    ),
).refine(
  (map) => Object.keys(map).filter((name) => name.startsWith('custom:')).length <= 50,
  'use at most 50 custom attributes',
);

/** No defaults here: each switch is a decision about trust. */
export const samlSettings = {
  metadataUrl: httpsUrl
    .optional()
    .describe('Where the provider publishes its SAML metadata, which Cognito fetches regularly.'),
  metadataFile: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]*\.xml$/,
      'write the name of a file in the folder "saml": "<name>.xml" in lower case',
    )
    .optional()
    .describe("Instead: the metadata document itself, as a file in the environment's folder saml/."),
  signRequests: z.boolean().describe('Sign our requests, so that the provider can refuse those of others.'),
  encryptAssertions: z.boolean().describe('Accept encrypted assertions only.'),
  idpInitiated: z
    .boolean()
    .describe("Accept unsolicited assertions: sign-in that starts at the provider's own page."),
  signOut: z.boolean().describe('Sign out at the provider too.'),
};

export const oidcSettings = {
  issuer: httpsUrl
    .regex(/^[^?]*$/, 'write the issuer without a query (?)')
    .describe('Issuer, exactly as in its tokens.'),
  clientId: clientIdSchema.describe('Our client at the provider.'),
  secretName: secretNameSchema.describe(
    "Name in Secrets Manager of the client's secret. The secret itself is never in a file.",
  ),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'write one scope, without blanks or quotes'))
    .refine((scopes) => scopes.includes('openid'), 'list "openid" too: without it, it is not OIDC')
    .max(20, 'list at most 20 scopes')
    .describe('Scopes to ask for; "openid" is one of them.'),
};
