/**
 * A role as an administrator names it. Cognito also puts a federated user into a group of its own,
 * `<pool id>_<provider>`, whose `_` keeps it out: it is no role.
 */
const rolePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const roleMaxLength = 40;

/**
 * A customer's access-token claims: roles sorted, each once, and the customer's id, which is the pool's `sub`.
 * `granted` are the names that the source of roles gives the customer; what is no role's name is left out.
 */
export function decide(customerId: string, granted: readonly string[]) {
  const roles = granted.filter((name) => name.length <= roleMaxLength && rolePattern.test(name));
  return { customer_id: customerId, roles: [...new Set(roles)].sort() };
}
