import { z } from 'zod';

/** How secrets and certificates are rotated. Affects no stack. */
export const rotationSchema = z.strictObject({
  /** Age in days at which a client secret is due for rotation. */
  clientSecretDays: z.int().min(1).max(3650).default(90),
  /** The same for identity providers' secrets. */
  federationSecretDays: z.int().min(1).max(3650).default(180),
  /** How many days before expiry a certificate is due. */
  expiryNoticeDays: z.int().min(1).max(365).default(30),
  /**
   * How long an old client secret keeps working after the new one can be fetched, in minutes: at least as long as callers
   * cache it. AWS's caching libraries keep it for an hour by default (Secrets Manager user guide,
   * "SecretCacheConfiguration").
   */
  soakMinutes: z
    .int()
    .min(0)
    .max(14 * 24 * 60)
    .default(24 * 60),
  /**
   * Alias of a KMS key in each account and region, such as `alias/identity-secrets`, under which client secrets are
   * stored. Needed where callers in other accounts fetch them; without it, AWS's own key of each account is used.
   */
  secretsKey: z
    .string()
    .regex(
      /^alias\/(?!aws\/)[\w/-]{1,240}$/,
      'write the alias of your own key, such as "alias/identity-secrets"',
    )
    .optional(),
});
