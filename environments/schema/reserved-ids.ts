/**
 * Construct ids of a cell's own resources. No tenant may have one as its id: the first word of a resource's address
 * names its owner.
 */
export const reservedTenantIds: readonly string[] = [
  'hook',
  'identity-provider',
  'identity-providers',
  'post-confirmation',
];
