/** The internal flow: staff, who sign in at Okta and have no password here. */
import { z } from 'zod';
import { identityPoolSchema } from './identity-pool';
import { declaringAttributeMap, emailDomains, oidcSettings, samlSettings } from './identity-provider';
import { tierSchema, tokensSchema } from './pool';
import { callbackUrls, slug } from './values';

/** Where Okta hosts organisations: `<organization>.<base URL>`. */
export const oktaBaseUrls = ['okta.com', 'oktapreview.com', 'okta-emea.com'] as const;

/** Our application at Okta, if Terraform is to create it, in the stack `okta`. */
const oktaAppSchema = z.strictObject({
  /** The organisation's name in its Okta address, such as `example` of `example.okta.com`. */
  organization: slug(63),
  baseUrl: z.enum(oktaBaseUrls),
  /** Ids of the Okta groups whose members may use the application. */
  groupIds: z
    .array(z.string().regex(/^00g[A-Za-z0-9]{17}$/, 'write the id of an Okta group: "00g" and 17 more'))
    .min(1, 'list at least one group: only its members may sign in'),
});

const oktaSchema = z
  .strictObject({
    /** E-mail domains of staff: domain hints. Within a pool, Cognito lets only one provider have each. */
    domains: emailDomains,
    /** Cognito attribute → Okta claim, the same for OIDC and for SAML. */
    attributes: declaringAttributeMap,
    oidc: z.strictObject(oidcSettings).optional(),
    saml: z.strictObject(samlSettings).optional(),
    app: oktaAppSchema.optional(),
  })
  .refine(({ oidc, saml }) => oidc !== undefined || saml !== undefined, 'write oidc, saml, or both');

export const internalSchema = z.strictObject({
  tier: tierSchema,
  tokens: tokensSchema,
  callbackUrls,
  logoutUrls: callbackUrls,
  okta: oktaSchema,
  identityPool: identityPoolSchema.optional(),
});
