/** The machine flow: services that sign in as themselves, by OAuth client credentials. */
import { z } from 'zod';
import { tierSchema, tokenMinutes } from './pool';
import { slug, title } from './values';

/** Cognito's quota of resource servers per pool, unless AWS has raised it (at most 300). */
export const defaultResourceServerQuota = 25;

const scopeSchema = z.strictObject({
  /** Follows the identifier in tokens: `<identifier>/<name>`. */
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9]*([._:-][a-z0-9]+)*$/,
      'use lower-case words joined by one of . _ : -, such as "transfers.write"',
    )
    .max(100, 'use at most 100 characters'),
  description: title('what the scope allows'),
});

const resourceServerSchema = z.strictObject({
  /** Never changes: Cognito would create a new resource server, and services would lose their scopes. */
  identifier: slug(50),
  name: z.string().regex(/^[\w\s+=,.@-]{1,256}$/, 'use at most 256 letters, digits, blanks or _+=,.@-'),
  scopes: z
    .array(scopeSchema)
    .min(1, 'list at least one scope')
    .max(100, 'list at most 100 scopes: Cognito allows no more in one resource server'),
});

export const machineSchema = z.strictObject({
  tier: tierSchema,
  /** Lifetime of a service's token: how long a suspended service may still use its last one. */
  accessMinutes: tokenMinutes,
  resourceServers: z.array(resourceServerSchema).min(1, 'list at least one resource server'),
  /** Set it once AWS has granted more than 25 per pool. */
  resourceServerQuota: z.int().min(defaultResourceServerQuota).max(300).optional(),
});
