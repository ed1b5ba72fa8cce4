/** A tenant: a customer organisation with its own user pool in each of its regions. One JSON file each. */
import { z } from 'zod';
import { emailDomains, oidcSettings, samlSettings, standardAttributeMap } from './identity-provider';
import { mfaSchema, tokensSchema } from './pool';
import { reservedTenantIds } from './reserved-ids';
import { callbackUrls, cellNameSchema, domainName, regionSchema, slug, statusSchema, title } from './values';

/** A tenant file's `$schema`: the editor's schema, relative to the file's folder. */
const schemaReference = z
  .literal('../../tenant.schema.json')
  .describe('Lets the editor check and complete this file.');

const shared = {
  domains: emailDomains.describe("E-mail domains of the tenant's users: domain hints."),
  attributes: standardAttributeMap.describe(
    'Cognito attribute → claim or SAML attribute; "email" is needed.',
  ),
};

/** In a cell's account the operate role may read only these secrets, so a new tenant changes no role. */
const tenantSecretName = oidcSettings.secretName.regex(
  /^fleet\/tenants\//,
  'write the name of a secret under "fleet/tenants/", such as "fleet/tenants/acme"',
);

/** One provider per pool, so Cognito's quota of 300 is never reached. */
const identityProviderSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('saml'), ...shared, ...samlSettings }),
    z.strictObject({ type: z.literal('oidc'), ...shared, ...oidcSettings, secretName: tenantSecretName }),
  ],
  { error: 'write an object with "type": "saml" or "oidc"' },
);

const color = z.string().regex(/^#[0-9a-f]{6}$/, 'write a colour as "#rrggbb", in lower case');

const customDomainSchema = z.strictObject({
  domain: domainName.describe('Host name of the sign-in page.'),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'write the ARN of a certificate in ACM: "arn:aws:acm:us-east-1:<account>:certificate/<id>"',
    )
    .describe("Certificate of the host name, in us-east-1 and in the cell's account."),
});

/** A tenant's id is the first word of its resources' addresses in the cell's stack; these are the cell's own. */
const cellsOwn = new RegExp(`^(?!(${reservedTenantIds.join('|')})$)`);

const tenantSchema = z.strictObject({
  $schema: schemaReference.optional(),
  id: slug(30)
    .regex(cellsOwn, "choose another id: a cell's own resources use this one")
    .describe(
      "Must equal the file's name. Never changes: it is in the user pool's immutable custom:tenant_id.",
    ),
  name: title('the name of the organisation').describe('Display name of the organisation.'),
  status: statusSchema.describe("suspended: the hook gives no token to this tenant's users."),
  cells: z
    .partialRecord(regionSchema, cellNameSchema)
    .describe('Region → cell. Always written here, never computed, so that a tenant never moves by itself.'),
  callbackUrls: callbackUrls.describe('Where the browser may be sent after sign-in. Not shared with others.'),
  logoutUrls: callbackUrls.describe('Where the browser may be sent after sign-out.'),
  groups: z
    .array(slug(40))
    .min(1, 'list at least one group')
    .max(25, 'list at most 25 groups')
    .describe("Groups of the tenant's pool; they become Cedar groups in its policy store."),
  identityProvider: identityProviderSchema
    .optional()
    .describe("The tenant's own identity provider, where its users sign in."),
  mfa: mfaSchema
    .optional()
    .describe("Overrides the environment's; users of an external provider use that provider's."),
  tokens: tokensSchema.optional().describe("Token lifetimes; overrides the environment's."),
  branding: z
    .strictObject({
      primaryColor: color.describe('Buttons and links.'),
      backgroundColor: color.optional().describe('Behind the sign-in form.'),
    })
    .optional()
    .describe("Appearance of the tenant's sign-in page."),
  customDomain: customDomainSchema
    .optional()
    .describe('Custom host name for the sign-in page; AWS allows 4 per account and region.'),
  selfSignUp: z.boolean().optional().describe('Whether anyone may sign up; by default, users are invited.'),
  serverClient: z
    .boolean()
    .optional()
    .describe(
      "A second client, with a secret, for the tenant's own server; its secret is in Secrets Manager.",
    ),
});

/** A tenant as its file has it, where the editor's `$schema` is required. */
export const tenantFileSchema = tenantSchema.extend({ $schema: schemaReference });

export type Tenant = z.infer<typeof tenantSchema>;
