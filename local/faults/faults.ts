import { z } from 'zod';

const faultSchema = z.strictObject({
  /**
   * `throttled`: refused as one of too many. `failed`: 500. `silent`: no answer, and then the connection breaks.
   * `dropped`: the connection breaks at once. Nothing of what was asked is done.
   */
  kind: z.enum(['throttled', 'failed', 'silent', 'dropped']),
  /** Share of the requests that it meets: 1 is all. */
  share: z.number().min(0).max(1),
  /** Only requests like these; left out, any. A region that is down is `dropped`, share 1, and the region. */
  account: z.string().optional(),
  region: z.string().optional(),
  /** IAM's prefix, such as `cognito-idp`. */
  service: z.string().optional(),
  /** Such as `CreateUserPool`. */
  operation: z.string().optional(),
  /** How long `silent` says nothing. */
  seconds: z.number().min(0).max(600).default(10),
});

/** What goes wrong with which requests. */
export const faultsSchema = z.strictObject({
  /** With the same seed the same requests are met: the third of its kind, whatever comes in between. */
  seed: z.int().default(1),
  faults: z.array(faultSchema),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = z.infer<typeof faultsSchema>;

/** A request, as far as faults tell requests apart. */
export type Met = Required<Pick<Fault, 'account' | 'region' | 'service' | 'operation'>>;
