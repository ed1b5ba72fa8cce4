import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import type { Pool, TriggerSource } from '../model';
import type { User } from '../users/users';

export type EventVersion = 'V1_0' | 'V2_0' | 'V3_0';

/** The pool's pre-token hook; undefined if it has none. */
export function hookOf({ settings }: Pool): { arn: string; version: EventVersion } | undefined {
  const config = settings.LambdaConfig?.PreTokenGenerationConfig;
  return config?.LambdaArn ? { arn: config.LambdaArn, version: config.LambdaVersion ?? 'V1_0' } : undefined;
}

/** Groups in the hook's events and responses. */
export interface GroupConfiguration {
  groupsToOverride: string[];
  iamRolesToOverride: string[];
  preferredRole: string | null;
}

/** A user's groups, their roles, and the preferred role. `groups` are in order of precedence. */
export function groupConfiguration(groups: GroupType[]): GroupConfiguration {
  const roles = groups.filter(({ RoleArn }) => RoleArn);
  const [first, second] = roles;
  // If two groups with the same precedence have different roles, Cognito prefers none.
  const tie = second && second.Precedence === first?.Precedence && second.RoleArn !== first?.RoleArn;
  return {
    groupsToOverride: groups.map(({ GroupName }) => GroupName as string),
    iamRolesToOverride: roles.map(({ RoleArn }) => RoleArn as string),
    preferredRole: (!tie && first?.RoleArn) || null,
  };
}

/** `aws-sdk-js-3.1169.0` from a user agent such as `aws-sdk-js/3.1169.0 ua/2.1 …`. */
export function sdkVersion(userAgent: string): string {
  const [, name, version] = /(aws-sdk-[\w-]+|Boto3|aws-cli)\/([\w.]+)/.exec(userAgent) ?? [];
  return name && version ? `${name}-${version}` : 'aws-sdk-unknown-unknown';
}

/** The user's attributes as in events, including the status and the address that names the user. */
export function eventAttributes(
  { settings }: Pool,
  { attributes, status }: Pick<User, 'attributes' | 'status'>,
): Record<string, string> {
  const addressed = [...(settings.UsernameAttributes ?? []), ...(settings.AliasAttributes ?? [])];
  const { email } = attributes;
  return {
    ...attributes,
    'cognito:user_status': status,
    ...(email && addressed.includes('email') && { 'cognito:email_alias': email }),
  };
}

/**
 * The event of Cognito's pre-token-generation trigger, in the version that the pool is configured with. Version 3
 * differs from 2 only for machine clients.
 */
export function hookEvent(facts: {
  version: EventVersion;
  trigger: TriggerSource;
  pool: Pool;
  clientId: string;
  user: User;
  groups: GroupConfiguration;
  scopes: string[];
  clientMetadata?: Record<string, string> | undefined;
  userAgent: string;
}) {
  const { version, pool, user } = facts;
  return {
    version: version.slice(1, 2),
    triggerSource: facts.trigger,
    region: pool.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: sdkVersion(facts.userAgent), clientId: facts.clientId },
    request: {
      userAttributes: eventAttributes(pool, user),
      groupConfiguration: facts.groups,
      ...(version !== 'V1_0' && { scopes: facts.scopes }),
      ...(facts.clientMetadata && { clientMetadata: facts.clientMetadata }),
    },
    response: version === 'V1_0' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  };
}

/**
 * The version 3 event for a machine client's token: there is no user, so it has no attributes or groups. Earlier
 * versions don't run for machine clients.
 */
export function machineEvent(facts: {
  pool: Pool;
  clientId: string;
  scopes: string[];
  clientMetadata?: Record<string, string> | undefined;
}) {
  const { pool, clientId, scopes, clientMetadata } = facts;
  return {
    version: '3',
    triggerSource: 'TokenGeneration_ClientCredentials' as const,
    region: pool.region,
    userPoolId: pool.id,
    userName: clientId,
    callerContext: { awsSdkVersion: sdkVersion(''), clientId },
    request: { scopes, ...(clientMetadata && { clientMetadata }) },
    response: { claimsAndScopeOverrideDetails: null },
  };
}
