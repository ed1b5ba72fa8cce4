/**
 * Construct ids of what a cell itself has, which no tenant's id may be: the first word of a resource's address says whose
 * it is.
 */
export const reservedTenantIds: readonly string[] = [
  'hook',
  'identity-provider',
  'identity-providers',
  'post-confirmation',
];
