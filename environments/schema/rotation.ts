import { z } from 'zod';

/** How secrets and certificates are changed. Nothing of it is in any stack. */
export const rotationSchema = z.strictObject({
  /** After how many days a client secret is due for another one. */
  clientSecretDays: z.int().min(1).max(3650).default(90),
  /**
   * How long an old client secret opens after the new one can be fetched, in minutes: at least as long as callers keep
   * what they have fetched. AWS's own caches keep it for an hour by default (Secrets Manager user guide, "Get a secret
   * value … with client-side caching").
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
      'write the alias of a key of your own, such as "alias/identity-secrets"',
    )
    .optional(),
});
