/** An approval lets one dangerous change pass once, by someone other than its author. One JSON file each. */
import { z } from 'zod';

/** An approval file's `$schema`: the editor's schema, relative to the file's folder. */
const schemaReference = z
  .literal('../../approval.schema.json')
  .describe('Lets the editor check and complete this file.');

const approvalSchema = z.strictObject({
  $schema: schemaReference.optional(),
  stack: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'copy the id of the stack from the review')
    .describe('Id of the stack, as the review names it. No pattern: one approval, one change.'),
  address: z
    .string()
    .regex(
      /^[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*$/,
      'copy the address from the review, such as "aws_cognito_user_pool.acme_pool"',
    )
    .describe("The resource's address in Terraform, as the review names it."),
  action: z
    .enum(['create', 'update', 'replace', 'delete', 'forget', 'move', 'import', 'none'])
    .describe('What the plan does to it, as the review names it.'),
  rule: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'write the id of the rule, such as "pool-lost"')
    .describe('Id of the rule of the guard that forbids it.'),
  reason: z
    .string()
    .min(20, 'say in at least 20 characters why this may be done anyway')
    .max(1000, 'use at most 1000 characters')
    .describe('Why it may be done anyway.'),
  ticket: z
    .string()
    .regex(/^[!-~]{1,200}$/, 'write the key or the URL of the ticket, without blanks')
    .describe('Where it was requested and discussed.'),
  expires: z.iso
    .date('write a date such as "2026-12-31"')
    .describe('Last day on which it counts, in UTC; at most 30 days ahead.'),
  approver: z
    .email('write the e-mail address of the approver, as in their commits')
    .max(254, 'use at most 254 characters')
    .describe("Approver's e-mail address; never an author of the change."),
  model: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'copy the hash of the model from the review: 64 digits of 0-9 and a-f')
    .describe(
      'SHA-256 of the plan set’s model, as the review shows it: any other plan needs another approval.',
    ),
});

/** An approval as its file has it, where the editor's `$schema` is required. */
export const approvalFileSchema = approvalSchema.extend({ $schema: schemaReference });

export type Approval = z.infer<typeof approvalSchema>;
