import type { Context } from 'aws-lambda';
import { Denied } from '../denied';

/**
 * The tenant on whose behalf a pool calls: each tenant's pool may call the function only through the alias
 * named after the tenant (Lambda's resource policy ensures that), so no caller can
 * choose it. `arn:aws:lambda:<region>:<account>:function:<name>:<alias>`.
 * Throws Denied (`alias-missing`) for a call without an alias.
 */
export function tenantOfAlias({ invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>): string {
  const [, , service, , , kind, , alias] = invokedFunctionArn.split(':');
  if (service !== 'lambda' || kind !== 'function' || !alias || alias === '$LATEST')
    throw new Denied('alias-missing');
  return alias;
}
