import type { Place } from '../place';
import type { Context } from './conditions';
import { keyContext, viaService } from './context';
import type { Facts } from './facts';
import type { PolicyDocument } from './policy';
import { type LinkedService, serviceRoleArn, serviceRoles } from './service-roles';

/** One permission that the caller needs for a request. */
export interface Asked {
  action: string;
  resources: readonly string[];
  /** In addition to the caller's own context, which is the same for all of a request. */
  context: Context;
  /** The resource's policy, if it has one that counts. */
  policy?: PolicyDocument | undefined;
}

export const about = (action: string, resource = '*'): Asked => ({
  action,
  resources: [resource],
  context: {},
});

/** Passing roles to a service; nothing for roles that the request omits. */
export function passRoles(service: string, roles: readonly (string | undefined)[]): Asked[] {
  const resources = [...new Set(roles)].filter((role) => role !== undefined);
  return resources.length > 0
    ? [{ action: 'iam:PassRole', resources, context: { 'iam:PassedToService': service } }]
    : [];
}

/** Use of a key by a service on the caller's behalf; nothing if there is no such key. */
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

/** Creation of a service-linked role, which happens when a service is first used in an account. */
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
