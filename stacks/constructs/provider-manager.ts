import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { identityProviderFunction } from '../../environments/names';
import { type BundledFunction, identityProvider } from '../../functions/catalogue';
import type { FleetStack } from '../fleet-stack';
import { policyDocument, type Statement } from '../permissions/document';
import { manageProviders, manageProvidersOfStack } from '../permissions/identity-providers';
import { TriggerFunction } from './trigger-function';

/** The function that creates, changes and removes identity providers that have a secret. */
export interface ProviderManager {
  manage: LambdaFunction;
  /** What must exist before it may touch a pool. */
  rights: ITerraformDependable[];
}

const managerFunction = (stack: FleetStack, zip: BundledFunction, rights: readonly Statement[]) =>
  new TriggerFunction(stack, 'identity-provider', {
    target: stack.target,
    name: identityProviderFunction(stack.target.environment, stack.stackName),
    facts: identityProvider,
    zip,
    environment: {},
    rights,
  });

/** For all tenants of a cell: their pools by tag, since a role's inline policies are limited to 10,240 characters. */
export function cellProviderManager(stack: FleetStack, zip: BundledFunction): ProviderManager {
  const { function: manage } = managerFunction(stack, zip, [
    manageProvidersOfStack(stack.target, stack.stackName),
  ]);
  return { manage, rights: [] };
}

/** For a flow's single pool, by its ARN; the rights are at `<scope>_identity-provider-rights`. */
export function poolProviderManager(
  stack: FleetStack,
  scope: Construct,
  pool: CognitoUserPool,
  zip: BundledFunction,
): ProviderManager {
  const { function: manage, role } = managerFunction(stack, zip, []);
  const rights = new IamRolePolicy(scope, 'identity-provider-rights', {
    name: 'identity-providers',
    role: role.name,
    policy: policyDocument([manageProviders([pool.arn])]),
  });
  return { manage, rights: [rights] };
}
