import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { hookName, triggerName } from '../../environments/names';
import { type BundledFunction, customerHook, customerPreSignUp } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import { allow, policyDocument } from '../permissions/document';
import { databaseUserArn } from '../permissions/function-role';
import { TriggerFunction } from './trigger-function';

/** The customer hook, in the VPC of its region's database. Throws if the environment names no database there. */
export function customerHookFunction(
  scope: Construct,
  target: Target,
  zip: BundledFunction,
): TriggerFunction {
  const { environment, region } = target;
  const database = environment.customer.databases?.[region];
  if (!database)
    throw new Error(
      `environment ${environment.name}: the customer hook reads roles from a database, and customer.databases ` +
        `names none in ${region}; write its RDS Proxy there`,
    );
  return new TriggerFunction(scope, 'hook', {
    target,
    name: hookName(environment, 'customer'),
    facts: customerHook,
    zip,
    environment: {
      DATABASE_HOST: database.host,
      DATABASE_PORT: String(database.port),
      DATABASE_NAME: database.database,
      DATABASE_USER: database.user,
    },
    rights: [allow('ConnectToDatabase', ['rds-db:connect'], [databaseUserArn(target, database)])],
    network: database,
  });
}

/** Links a social identity to the customer who has verified the same address. */
export const preSignUpFunction = (scope: Construct, target: Target, zip: BundledFunction): TriggerFunction =>
  new TriggerFunction(scope, 'pre-sign-up', {
    target,
    name: triggerName(target.environment, 'customer', 'pre-sign-up'),
    facts: customerPreSignUp,
    zip,
    environment: {},
    rights: [],
  });

/**
 * Lets the pre-sign-up function find and link users of this pool only. Separate from its other rights, because the
 * pool refers to the function and so is created after it.
 */
export const linkingRights = (
  scope: Construct,
  { role }: TriggerFunction,
  pool: CognitoUserPool,
): IamRolePolicy =>
  new IamRolePolicy(scope, 'linking-rights', {
    name: 'linking',
    role: role.name,
    policy: policyDocument([
      allow('LinkUsers', ['cognito-idp:AdminLinkProviderForUser', 'cognito-idp:ListUsers'], [pool.arn]),
    ]),
  });
