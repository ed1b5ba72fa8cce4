import { z } from 'zod';

const amountRemedy = 'write a number of stacks, or a share of them such as "10%"';

/** A number of stacks, or a share of them, which is rounded down. */
const amountSchema = z.union(
  [z.int().min(0), z.string().regex(/^(\d|[1-9]\d|100)%$/, amountRemedy)],
  amountRemedy,
);

const limitSchema = z.int().min(1).max(1000);

const minutes = (most: number) => z.int().min(0).max(most).default(0);

const gatesSchema = z.strictObject({
  /** CloudWatch alarms by name, in each account and region of the wave. They belong to whoever made them. */
  alarms: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** Whether the golden decisions of the wave's policy stores are asked, as the probe role. */
  decisions: z.boolean().default(false),
  /**
   * In how many tenants' pools of each stack a synthetic user signs in, and in the customers' pool, as the probe role;
   * 0 for none. A wave of more tenants is looked at in as many, spread evenly.
   */
  signIns: z.int().min(0).max(1000).default(0),
  /** How long a wave is left alone before it is looked at. */
  soakMinutes: minutes(24 * 60),
  /** How long to wait for an answer that cannot be told at first, before the rollout halts. */
  patienceMinutes: minutes(120),
});

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
  /** What is looked at before and after each wave. Without it, a wave passes when its stacks were applied. */
  gates: gatesSchema.optional(),
  /** How often a stack is tried again after AWS throttled it or did not answer. */
  retries: z.int().min(0).max(10).default(2),
});
