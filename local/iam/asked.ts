import type { Place } from '../place';
import type { Context } from './conditions';
import { keyContext, viaService } from './context';
import type { Facts } from './facts';
import type { PolicyDocument } from './policy';
import { type LinkedService, serviceRoleArn, serviceRoles } from './service-roles';

/** One thing that the caller has to be allowed, for a request to be done. */
export interface Asked {
  action: string;
  resources: readonly string[];
  /** Beside what every request tells of its caller. */
  context: Context;
  /** The resource's own policy, where such count. */
  policy?: PolicyDocument | undefined;
}

export const about = (action: string, resource = '*'): Asked => ({
  action,
  resources: [resource],
  context: {},
});

/** Passing roles to a service; nothing for those that the request leaves out. */
export function passRoles(service: string, roles: readonly (string | undefined)[]): Asked[] {
  const resources = [...new Set(roles)].filter((role) => role !== undefined);
  return resources.length > 0
    ? [{ action: 'iam:PassRole', resources, context: { 'iam:PassedToService': service } }]
    : [];
}

/** Use of a key by a service in the caller's name; nothing where there is no such key. */
export async function useOfKey(
  facts: Facts,
  place: Place,
  { keyId, service, action }: { keyId: string | undefined; service: string; action: string },
): Promise<Asked[]> {
  const key = keyId ? await facts.key(place, keyId) : undefined;
  if (!key) return [];
  const context = {
    ...keyContext(key, key.arn, place.account),
    ...viaService(service, place),
    'kms:GrantIsForAWSResource': 'true',
  };
  return [{ action, resources: [key.arn], context, policy: key.policy }];
}

/** A service makes its own role at its first use in an account. */
export async function serviceRole(facts: Facts, place: Place, service: LinkedService): Promise<Asked[]> {
  if (await facts.hasServiceRole(place, serviceRoles[service])) return [];
  return [
    {
      action: 'iam:CreateServiceLinkedRole',
      resources: [serviceRoleArn(place.account, service)],
      context: { 'iam:AWSServiceName': service },
    },
  ];
}
