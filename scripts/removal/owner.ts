import { reservedTenantIds } from '../../environments/schema/reserved-ids';

/** Whose a resource is: a tenant's in its cell, a service's in the machine stack. */
export interface Owner {
  kind: 'tenant' | 'service';
  id: string;
}

/** `tenant:initech`, as `--remove` takes it. */
export const ownerKey = ({ kind, id }: Owner) => `${kind}:${id}`;

/**
 * The owner of a resource, from its name in Terraform: construct paths joined by `_`, where a tenant's resources are below
 * its id, a service's below `service-<id>`. Undefined for what everybody in the stack shares.
 * @param stack the stack's name inside its target, such as `cell-01`
 * @param name such as `initech_pool` or `machine_service-billing_client`
 */
export function ownerOf(stack: string, name: string): Owner | undefined {
  const [first = '', second = ''] = name.split('_');
  if (/^cell-\d{2}$/.test(stack))
    return reservedTenantIds.includes(first) ? undefined : { kind: 'tenant', id: first };
  if (stack === 'machine' && second.startsWith('service-'))
    return { kind: 'service', id: second.slice('service-'.length) };
  return undefined;
}
