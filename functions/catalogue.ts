/** What stacks need to know about each Lambda: only facts, no imports of its code. */

/** Version of Cognito's pre-token-generation event. V2_0 can change access tokens. */
export type TriggerEventVersion = 'V2_0' | 'V3_0';

export interface FunctionFacts {
  /** Folder under `functions/`, and the name of the zip. */
  name: string;
  /** Lambda handler inside the zip. */
  handler: string;
  /** Seconds. Cognito itself waits 5 s for a trigger, so such a function ends before that. */
  timeoutSeconds: number;
  memoryMb: number;
  /** If omitted, a user pool calls it. */
  calledBy?: 'api-gateway' | 'terraform';
  /** Names of environment variables that the function needs; it refuses to start without them. */
  environment: readonly string[];
}

/** A pre-token-generation hook. */
export interface HookFacts extends FunctionFacts {
  eventVersion: TriggerEventVersion;
}

/** The variables of one function: a stack that forgets one, or misspells it, does not compile. */
export type EnvironmentOf<F extends FunctionFacts> = Record<F['environment'][number], string>;

/**
 * Range key, in the tenant registry, of the mark that immediately suspends a tenant in a region. A separate item: the
 * tenant's entry belongs to Terraform, which removes whatever it has not written.
 */
export const suspensionMark = (region: string): string => `suspended#${region}`;

const shared = { handler: 'index.handler', timeoutSeconds: 5, memoryMb: 256 };

export const tenantHook = {
  ...shared,
  name: 'tenant-hook',
  eventVersion: 'V2_0',
  environment: ['TENANT_USERS_TABLE', 'TENANT_REGISTRY_TABLE'],
} as const satisfies HookFacts;

/** Writes a tenant's new user into the mapping, once. */
export const tenantPostConfirmation = {
  ...shared,
  name: 'tenant-post-confirmation',
  environment: ['TENANT_USERS_TABLE', 'TENANT_REGISTRY_TABLE'],
} as const satisfies FunctionFacts;

export const customerHook = {
  ...shared,
  name: 'customer-hook',
  eventVersion: 'V2_0',
  environment: ['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_NAME', 'DATABASE_USER'],
} as const satisfies HookFacts;

/** Links a social identity to the customer who has verified the same e-mail address. */
export const customerPreSignUp = {
  ...shared,
  name: 'customer-pre-sign-up',
  environment: [],
} as const satisfies FunctionFacts;

export const internalHook = {
  ...shared,
  name: 'internal-hook',
  eventVersion: 'V2_0',
  environment: ['INTERNAL_USERS_TABLE'],
} as const satisfies HookFacts;

/**
 * How the internal hook passes Okta's groups to the identity pool: it reads the attribute and writes the claim in the
 * ID token. Each name is between two `mark`s, so that a rule that compares substrings matches only whole names.
 */
export const staffGroups = { attribute: 'custom:groups', claim: 'okta_groups', mark: '|' } as const;

export const machineHook = {
  ...shared,
  name: 'machine-hook',
  eventVersion: 'V3_0',
  environment: ['SERVICES_TABLE'],
} as const satisfies HookFacts;

/** Creates, changes and removes identity providers that have a secret. Called by Terraform, not by a pool. */
export const identityProvider = {
  ...shared,
  name: 'identity-provider',
  calledBy: 'terraform',
  timeoutSeconds: 30,
  environment: [],
} as const satisfies FunctionFacts;

/** Where a value of a request comes from, and its type in Cedar; without one it is a string. */
export type RouteValue = ({ path: string } | { query: string } | { header: string } | { value: string }) & {
  type?: 'string' | 'long';
};

/** One route of the authorizer. Lambda's variables are limited to 4 KB, so routes are in the zip. */
export interface AuthorizerRoute {
  /** API Gateway's key of the route, such as `GET /tenants/{tenant}/payments/{payment}`. */
  key: string;
  /** The flow whose tokens it accepts. */
  flow: 'customer' | 'internal' | 'machine' | 'tenant';
  /** Name of the Cedar action, in the policies' namespace. */
  action: string;
  resource: { type: string; id: RouteValue; attributes: Record<string, RouteValue> };
  context: Record<string, RouteValue>;
}

/** Decides who may call a route of the API. A table that is not in the account is an empty string. */
export const authorizer = {
  ...shared,
  name: 'authorizer',
  calledBy: 'api-gateway',
  environment: [
    'FLOW_REGISTRY_TABLE',
    'TENANT_REGISTRY_TABLE',
    'SERVICES_TABLE',
    'ALLOW_SECONDS',
    'DENY_SECONDS',
  ],
} as const satisfies FunctionFacts;

/** A backend that shows how to re-check a request. Never in production. */
export const sampleBackend = {
  ...shared,
  name: 'sample-backend',
  calledBy: 'api-gateway',
  environment: ['FLOW_REGISTRY_TABLE', 'TENANT_REGISTRY_TABLE', 'SERVICES_TABLE'],
} as const satisfies FunctionFacts;

export const catalogue: readonly FunctionFacts[] = [
  authorizer,
  customerHook,
  customerPreSignUp,
  identityProvider,
  internalHook,
  machineHook,
  sampleBackend,
  tenantHook,
  tenantPostConfirmation,
];

/** A function's zip on disk, as `bundle` writes it. */
export interface BundledFunction {
  /** The function's name in the catalogue. */
  name: string;
  zipPath: string;
  /** SHA-256 of the zip in base64, which Lambda and Terraform compare. */
  base64Sha256: string;
}
