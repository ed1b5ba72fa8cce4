import { z } from 'zod';

const amountRemedy = 'write a number of stacks, or a share of them such as "10%"';

/** A number of stacks, or a share of them, rounded down. */
const amountSchema = z.union(
  [z.int().min(0), z.string().regex(/^(\d|[1-9]\d|100)%$/, amountRemedy)],
  amountRemedy,
);

const limitSchema = z.int().min(1).max(1000);

const minutes = (most: number) => z.int().min(0).max(most).default(0);

const gatesSchema = z.strictObject({
  /** CloudWatch alarms by name, in each account and region of the wave. Defined outside this project. */
  alarms: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** Whether to check the golden decisions of the wave's policy stores, as the probe role. */
  decisions: z.boolean().default(false),
  /**
   * In how many tenants' pools of each stack (and in the customer pool) a synthetic user signs in, as the probe role;
   * 0 for none. If there are more tenants, the sample is spread evenly.
   */
  signIns: z.int().min(0).max(1000).default(0),
  /** How long to wait after a wave before checking it. */
  soakMinutes: minutes(24 * 60),
  /** How long an inconclusive gate is retried before the rollout halts. */
  patienceMinutes: minutes(120),
});

/** How changes reach an environment. Affects no stack. */
export const rolloutSchema = z.strictObject({
  /** Stacks that may be rolled out at the same time, across all runners; unlimited if omitted. */
  limits: z
    .strictObject({
      overall: limitSchema.optional(),
      account: limitSchema.optional(),
      region: limitSchema.optional(),
    })
    .prefault({}),
  /** How many stacks may fail before nothing more starts: StackSets' FailureToleranceCount and -Percentage. */
  failureBudget: z
    .strictObject({
      /** In one wave: a ring in a region. */
      wave: amountSchema.default(0),
      overall: amountSchema.default('100%'),
      /**
       * `strict` (StackSets' STRICT_FAILURE_TOLERANCE): at most budget − failed + 1 stacks run concurrently.
       * `soft`: as many as the limits allow.
       */
      mode: z.enum(['strict', 'soft']).default('strict'),
    })
    .prefault({}),
  /** Stacks wait only for their dependencies, not for earlier rings and regions. Not in production. */
  wavesOverlap: z.boolean().default(false),
  /** Checks before and after each wave. Without them, a wave passes once its stacks are applied. */
  gates: gatesSchema.optional(),
  /** How often a stack is retried after AWS throttled it or did not respond. */
  retries: z.int().min(0).max(10).default(2),
});
