/**
 * What Terraform asks of AWS for one resource, by type: as far as some quota counts it. Measured on the local AWS with one
 * thing at a time, AWS provider 5.100.0, by `test/e2e/quotas/calls.long.ts`, which compares (`make calls`).
 */
export interface TypeCalls {
  create: readonly string[];
  read: readonly string[];
  /** Of types whose settings a rollout changes most often; others are taken to be as they were. */
  update?: readonly string[];
}

export const callsByType: Readonly<Record<string, TypeCalls>> = {};
