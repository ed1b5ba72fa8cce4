/** What stacks need to know of each Lambda: no code is imported, only facts about it. */

/** Version of Cognito's pre-token-generation event. V2_0 can change access tokens. */
export type TriggerEventVersion = 'V2_0' | 'V3_0';

export interface HookFacts {
  /** Folder under `functions/`, and the name of the zip. */
  name: string;
  /** Lambda handler inside the zip. */
  handler: string;
  eventVersion: TriggerEventVersion;
  /** Seconds. Cognito itself gives a hook 5 s, so the function ends before that. */
  timeoutSeconds: number;
  memoryMb: number;
  /** Names of environment variables that the function needs; it refuses to start without them. */
  environment: readonly string[];
}

/** The variables of one hook: a stack that forgets one, or misspells it, does not compile. */
export type EnvironmentOf<F extends HookFacts> = Record<F['environment'][number], string>;

export const tenantHook = {
  name: 'tenant-hook',
  handler: 'index.handler',
  eventVersion: 'V2_0',
  timeoutSeconds: 5,
  memoryMb: 256,
  environment: ['TENANT_USERS_TABLE', 'TENANT_REGISTRY_TABLE'],
} as const satisfies HookFacts;

export const customerHook = {
  name: 'customer-hook',
  handler: 'index.handler',
  eventVersion: 'V2_0',
  timeoutSeconds: 5,
  memoryMb: 256,
  environment: [],
} as const satisfies HookFacts;

export const catalogue: readonly HookFacts[] = [tenantHook, customerHook];

/** A hook's zip on disk, as `bundle` writes it. */
export interface BundledFunction {
  /** The hook's name in the catalogue. */
  name: string;
  zipPath: string;
  /** SHA-256 of the zip, base64: what Lambda and Terraform compare. */
  base64Sha256: string;
}
