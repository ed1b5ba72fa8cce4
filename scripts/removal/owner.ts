import { reservedTenantIds } from '../../environments/schema/reserved-ids';

/** The owner of a resource: a tenant, in its cell, or a service, in the machine stack. */
export interface Owner {
  kind: 'tenant' | 'service';
  id: string;
}

/** `tenant:initech`, as in `--remove`. */
export const ownerKey = ({ kind, id }: Owner) => `${kind}:${id}`;

/**
 * The owner of a resource, from its Terraform name: the construct path joined with `_`, which contains the tenant's id or
 * `service-<id>`. Undefined for shared resources of the stack.
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
