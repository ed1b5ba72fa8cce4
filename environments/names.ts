/**
 * Every name and ARN that one stack, script or Lambda needs to know about another.
 * They are computed, never looked up, so any stack can be planned before any other exists.
 */
import { createHash } from 'node:crypto';
import type { Environment } from './schema';

type Named = Pick<Environment, 'name' | 'organization' | 'accounts'>;

/** `<env>-<account>-<region>-<stack>`. */
export const stackId = (env: Named, account: string, region: string, stack: string) =>
  `${env.name}-${account}-${region}-${stack}`;

/** The account's 12-digit id. Throws if the environment has no such account (validation refuses that earlier). */
export function accountId(env: Named, account: string): string {
  const found = env.accounts[account];
  if (!found) throw new Error(`environment ${env.name} has no account "${account}"`);
  return found.id;
}

/** One state bucket per account, in the home region. The account id makes the name globally unique. */
export const stateBucket = (env: Named, account: string) =>
  `${env.organization}-${env.name}-tfstate-${accountId(env, account)}`;

/** State is grouped by target: the bucket is the account's, the prefix the region's. */
export const stateKey = (region: string, stack: string) => `${region}/${stack}/terraform.tfstate`;

/** Alias of the key that encrypts the account's state. */
export const stateKeyAlias = (env: Named) => `alias/${env.name}-tfstate`;

export const deployRole = (env: Named) => `${env.name}-fleet-deploy`;
export const planRole = (env: Named) => `${env.name}-fleet-plan`;
/** For operations: signs users out and pushes federation secrets. */
export const operateRole = (env: Named) => `${env.name}-fleet-operate`;
/** For probes: signs synthetic users in and asks policy stores for decisions. */
export const probeRole = (env: Named) => `${env.name}-fleet-probe`;
/** For onboarding a tenant: invites its first administrator. */
export const inviteRole = (env: Named) => `${env.name}-fleet-invite`;
/** For rotation: gives app clients new secrets and stores them in Secrets Manager. */
export const rotateRole = (env: Named) => `${env.name}-fleet-rotate`;
/** For offboarding a tenant: reads its users and seals the export. */
export const exportRole = (env: Named) => `${env.name}-fleet-export`;
/** Every role that the foundation creates in an account. */
export const fleetRoles = (env: Named) => [
  deployRole(env),
  planRole(env),
  operateRole(env),
  probeRole(env),
  inviteRole(env),
  rotateRole(env),
  exportRole(env),
];
/** Prefix of the ids of rotation runs. */
export const rotationRun = (env: Named) => `${env.name}-rotate-`;
/** IAM path of every role that the deploy role may create; its IAM rights are limited to this path. */
export const rolePath = (env: Named) => `/fleet/${env.name}/`;

export const roleArn = (env: Named, account: string, role: string) =>
  `arn:aws:iam::${accountId(env, account)}:role/${role}`;

/** Tables, each in the `data` stack of the accounts whose flows need it, replicated to the account's regions. */
export const tables = (env: Named) => ({
  /** Key `tenant_id` + `region`. One item per tenant and region, written by the tenant's cell stack. */
  tenantRegistry: `${env.name}-tenant-registry`,
  /** Key `user_id` (the pool's `sub`) → `tenant_id`. Written at run time, never by Terraform. */
  tenantUsers: `${env.name}-tenant-users`,
  /** Key `okta_user` (the federated subject) → department, groups, permissions, status. Written at run time. */
  internalUsers: `${env.name}-internal-users`,
  /** Key `flow` + `region`. One item per flow of the account and region, written by the flow's stack. */
  flowRegistry: `${env.name}-flow-registry`,
  /** Key `client_id`. One item per service, written by the machine stack. */
  services: `${env.name}-services`,
});

export const tableArn = (env: Named, account: string, region: string, table: string) =>
  `arn:aws:dynamodb:${region}:${accountId(env, account)}:table/${table}`;

/** Lambda function name of a stack's hook, such as `dev-cell-01-hook` and `dev-customer-hook`. */
export const hookName = (env: Named, stack: string) => `${env.name}-${stack}-hook`;

/** Lambda function name of a pool's other triggers, such as `dev-cell-01-post-confirmation`. */
export const triggerName = (env: Named, stack: string, trigger: 'pre-sign-up' | 'post-confirmation') =>
  `${env.name}-${stack}-${trigger}`;

/** Lambda function that manages a stack's identity providers that have a secret: `dev-cell-01-identity-provider`. */
export const identityProviderFunction = (env: Named, stack: string) =>
  `${env.name}-${stack}-identity-provider`;

/** Name of the edge's HTTP API, one in each target that has an edge. */
export const edgeApi = (env: Named) => `${env.name}-edge`;

/**
 * Log group of the edge's calls; functions log under `/aws/lambda/`. Each group that AWS delivers logs to
 * takes an entry in the account's resource policy, which is limited to 5,120 characters; near that, CloudWatch Logs
 * opens all groups under `/aws/vendedlogs/` with one entry ("Avoiding Amazon CloudWatch Logs resource policy size
 * restrictions", Step Functions developer guide; API Gateway's log delivery works the same way).
 */
export const edgeLogGroup = (env: Named) => `/aws/vendedlogs/apigateway/${edgeApi(env)}`;

/** Where earlier versions kept the edge's calls. */
export const formerEdgeLogGroup = (env: Named) => `/aws/apigateway/${edgeApi(env)}`;

/** Lambda function names of the edge's authorizer, and of the sample backend that echoes what it receives. */
export const authorizerFunction = (env: Named) => `${env.name}-authorizer`;
export const sampleBackendFunction = (env: Named) => `${env.name}-sample-backend`;

/** A function's own role. IAM is global, so the name includes the region. */
export const functionRole = (functionName: string, region: string) => `${functionName}-${region}`;

/** Role with which Cognito sends a pool's text messages. */
export const smsRole = (env: Named, region: string) => `${env.name}-customer-sms-${region}`;

export const customerPool = (env: Named) => `${env.name}-customer`;
export const internalPool = (env: Named) => `${env.name}-internal`;
export const machinePool = (env: Named) => `${env.name}-machine`;

/** Prefix of all secrets of app clients in Secrets Manager. */
export const clientSecrets = (env: Named) => `fleet/clients/${env.name}/`;

/**
 * Name in Secrets Manager of an app client's secret, in the client's account and region.
 * @param owner `machine`, or `tenants/<id>` for a tenant's pool
 * @param client the client's name in its pool
 */
export const clientSecret = (env: Named, owner: string, client: string) =>
  `${clientSecrets(env)}${owner}/${client}`;

export const tenantPool = (env: Named, tenant: string) => `${env.name}-tenant-${tenant}`;

/** Name of a tenant's app client with a secret, in its pool. */
export const serverClientName = 'server';

/**
 * Names of identity providers in their pools, which have one of each kind. The names of federated users start with
 * them (`okta-oidc_00u…`), so they can never change; Cognito itself fixes those of social providers.
 */
export const identityProviders = {
  okta: { oidc: 'okta-oidc', saml: 'okta-saml' },
  social: {
    google: 'Google',
    facebook: 'Facebook',
    amazon: 'LoginWithAmazon',
    apple: 'SignInWithApple',
  },
  /** A tenant's own, in its own pool. */
  tenant: { oidc: 'tenant-oidc', saml: 'tenant-saml' },
} as const;

/** Attribute in which the internal pool keeps Okta's groups, if the environment maps them. */
export const groupsAttribute = 'custom:groups';

/** ARN of an SES identity, which is a domain or an address. */
export const emailIdentityArn = (env: Named, account: string, region: string, identity: string) =>
  `arn:aws:ses:${region}:${accountId(env, account)}:identity/${identity}`;

/** Prefix of a Cognito sign-in domain: unique in its region across all AWS customers, at most 63 characters. */
export const domainPrefix = (env: Named, owner: string) => `${env.organization}-${env.name}-${owner}`;

export const alarmTopicArn = (env: Environment, account: string, region: string) =>
  `arn:aws:sns:${region}:${accountId(env, account)}:${env.alarmTopic}`;

/** Permissions boundary that every role created by the deploy role must carry; it caps what hooks can ever do. */
export const boundary = (env: Named) => `${env.name}-fleet-boundary`;

export const policyArn = (env: Named, account: string, policy: string) =>
  `arn:aws:iam::${accountId(env, account)}:policy/${policy}`;

/** The state key by its alias: AWS generates the key's id, so it cannot be computed. */
export const stateKeyAliasArn = (env: Named, account: string, homeRegion: string) =>
  `arn:aws:kms:${homeRegion}:${accountId(env, account)}:${stateKeyAlias(env)}`;

/** Name of a flow's identity pool. */
export const identityPoolName = (env: Named, flow: 'customer' | 'internal') => `${env.name}-${flow}`;

/** IAM path of the roles that identity pools hand out, separate from those of hooks. */
export const identityRolePath = (env: Named) => `${rolePath(env)}identity/`;

/**
 * Role of one group in a flow's identity pool. IAM is global, so the name includes the region; it is limited to
 * 64 characters, so a longer one is cut and ends in its hash.
 */
export function identityRole(env: Named, flow: string, group: string, region: string): string {
  const name = `${env.name}-${flow}-${region}-${group}`;
  if (name.length <= 64) return name;
  return `${name.slice(0, 55)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** Permissions boundary of the identity pools' roles: only what the environment file grants. */
export const identityBoundary = (env: Named) => `${env.name}-fleet-identity-boundary`;
