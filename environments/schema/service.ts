/** A service, which signs in through the machine flow. One JSON file each. */
import { z } from 'zod';
import { slug, statusSchema, title } from './values';

/** A service file's `$schema`: the editor's schema, relative to the file's folder. */
const schemaReference = z
  .literal('../../service.schema.json')
  .describe('Lets the editor check and complete this file.');

const serviceSchema = z.strictObject({
  $schema: schemaReference.optional(),
  id: slug(30).describe("Must equal the file's name. Never changes: tokens carry it as service_id."),
  name: title("the service's display name").describe('Display name of the service.'),
  owner: title('the team that owns it').describe('The team that owns it.'),
  tier: z.enum(['bronze', 'silver', 'gold']).describe('Service level; its tokens carry it.'),
  status: statusSchema.describe('suspended: the hook gives this service no token.'),
  allowedOps: z
    .array(
      z
        .string()
        .regex(
          /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/,
          'write "<resource>:<operation>", such as "payments:create"',
        )
        .max(100, 'use at most 100 characters'),
    )
    .min(1, 'list at least one operation')
    .max(100, 'list at most 100 operations')
    .describe('Operations that it may ask for, each by its exact name; its tokens carry them.'),
  rateLimit: z
    .int()
    .min(1, 'use at least 1 a second; to stop a service, write "status": "suspended"')
    .max(100_000)
    .describe('Requests per second that it may make; its tokens carry it.'),
  scopes: z
    .array(
      z
        .string()
        .regex(
          /^[a-z][a-z0-9-]*\/[a-z][a-z0-9._:-]*$/,
          'write "<resource server>/<scope>", such as "payments/transfers.write"',
        ),
    )
    .min(1, 'list at least one scope: Cognito creates no client-credentials client without one')
    .max(50, 'list at most 50 scopes: Cognito allows no more per client')
    .describe("Scopes of the environment's resource servers that it may ask for."),
  policyStore: z
    .enum(['shared', 'own'])
    .default('shared')
    .describe(
      "own: a policy store for this service alone, instead of the flow's; it may have policies beside it.",
    ),
});

/** A service as its file has it, where the editor's `$schema` is required. */
export const serviceFileSchema = serviceSchema.extend({ $schema: schemaReference });

export type Service = z.infer<typeof serviceSchema>;
