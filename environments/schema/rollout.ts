import { z } from 'zod';

/** A number of stacks, or a share of them, which is rounded down. */
const amountSchema = z.union([z.int().min(0), z.string().regex(/^(\d|[1-9]\d|100)%$/)], {
  error: 'write a number of stacks, or a share of them such as "10%"',
});

const limitSchema = z.int().min(1).max(1000);

/** How changes reach an environment. Nothing of it is in any stack. */
export const rolloutSchema = z.strictObject({
  /** Stacks that may be rolled out at once, by all runners together; no limit where there is none. */
  limits: z
    .strictObject({
      overall: limitSchema.optional(),
      account: limitSchema.optional(),
      region: limitSchema.optional(),
    })
    .prefault({}),
  /** How many stacks may fail before nothing more is started: StackSets' FailureToleranceCount and -Percentage. */
  failureBudget: z
    .strictObject({
      /** In one wave: a ring in a region. */
      wave: amountSchema.default(0),
      overall: amountSchema.default('100%'),
      /**
       * `strict` (StackSets' STRICT_FAILURE_TOLERANCE): no more stacks run at once than the budget, less what has failed,
       * and one. `soft`: as many as the limits allow.
       */
      mode: z.enum(['strict', 'soft']).default('strict'),
    })
    .prefault({}),
  /** Stacks wait for what they depend on, and not for rings and regions before theirs. Not in production. */
  wavesOverlap: z.boolean().default(false),
  /** How often a stack is tried again after AWS throttled it or did not answer. */
  retries: z.int().min(0).max(10).default(2),
});
