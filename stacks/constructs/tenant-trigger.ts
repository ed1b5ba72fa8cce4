import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { Construct } from 'constructs';

/**
 * A tenant's alias of one of the cell's functions, at `<tenant>_<trigger>`.
 *
 * One alias per tenant, because each alias has its own resource policy: a function's policy is limited to 20 kB,
 * about 60 pools. Its name tells the function which tenant's pool calls, and gives each tenant its own metrics.
 */
export const tenantTrigger = (
  scope: Construct,
  trigger: 'hook' | 'post-confirmation',
  called: LambdaFunction,
  tenant: string,
): LambdaAlias =>
  new LambdaAlias(scope, trigger, {
    name: tenant,
    functionName: called.functionName,
    functionVersion: '$LATEST',
  });
