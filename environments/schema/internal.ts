/** The internal flow: staff, who sign in at Okta and have no password here. */
import { z } from 'zod';
import { identityPoolSchema } from './identity-pool';
import { declaringAttributeMap, emailDomains, oidcSettings, samlSettings } from './identity-provider';
import { tierSchema, tokensSchema } from './pool';
import { callbackUrls } from './values';

const oktaSchema = z
  .strictObject({
    /** E-mail domains of staff: domain hints. Of one pool, Cognito gives each to one provider only. */
    domains: emailDomains,
    /** Cognito attribute → Okta claim, the same for OIDC and for SAML. */
    attributes: declaringAttributeMap,
    oidc: z.strictObject(oidcSettings).optional(),
    saml: z.strictObject(samlSettings).optional(),
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
