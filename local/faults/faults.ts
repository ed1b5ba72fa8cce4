import { z } from 'zod';

const faultSchema = z.strictObject({
  /**
   * `throttled`: refused with a throttling error. `failed`: 500. `silent`: no response, then the connection breaks.
   * `dropped`: the connection breaks immediately. The request has no effect.
   */
  kind: z.enum(['throttled', 'failed', 'silent', 'dropped']),
  /** Share of the requests that are hit: 1 means all. */
  share: z.number().min(0).max(1),
  /**
   * Narrows the fault down; if omitted, it applies to all. A region that is down: `dropped`, share 1, and the region.
   */
  account: z.string().optional(),
  region: z.string().optional(),
  /** IAM's prefix, such as `cognito-idp`. */
  service: z.string().optional(),
  /** Such as `CreateUserPool`. */
  operation: z.string().optional(),
  /** How long `silent` waits. */
  seconds: z.number().min(0).max(600).default(10),
});

/** Which faults apply to which requests. */
export const faultsSchema = z.strictObject({
  /** The same seed hits the same requests: the third of its kind, for example, whatever comes in between. */
  seed: z.int().default(1),
  faults: z.array(faultSchema),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = z.infer<typeof faultsSchema>;

/** The properties of a request that faults can match. */
export type Met = Required<Pick<Fault, 'account' | 'region' | 'service' | 'operation'>>;
