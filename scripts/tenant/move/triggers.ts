import { hookName, triggerName } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import type { ClientConfig } from '../../aws/credentials';
import { failure } from '../../cli/errors';

/** Functions of a cell that each of its tenants' pools calls, through the pool's own alias. */
export const cellTriggers = (environment: Environment, cell: string): string[] => [
  hookName(environment, cell),
  triggerName(environment, cell, 'post-confirmation'),
];

const isNamed = (error: unknown, name: string) => (error as Error).name === name;

/** Lambda's ResourceConflictException, by its status: with 409, it already exists. */
const stands = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 409;

/**
 * Lets a pool call the functions of another cell before anything refers to them: creates the alias and permission that
 * `stacks/constructs/tenant-trigger.ts` and `trigger-permission.ts` describe. Terraform would create the permission only
 * after it has pointed the pool at the functions, and until then no one could sign in.
 */
export async function openTriggers(
  config: ClientConfig,
  functions: readonly string[],
  { tenant, poolArn }: { tenant: string; poolArn: string },
): Promise<void> {
  const sdk = await import('@aws-sdk/client-lambda');
  const client = new sdk.LambdaClient(config);
  const unlessThere = async (made: Promise<unknown>, name: string) => {
    try {
      await made;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException'))
        throw failure(`there is no function ${name}`, 'roll the cell out first');
      if (!stands(error)) throw error;
    }
  };
  try {
    for (const FunctionName of functions) {
      const alias = new sdk.CreateAliasCommand({ FunctionName, Name: tenant, FunctionVersion: '$LATEST' });
      await unlessThere(client.send(alias), FunctionName);
      const permission = new sdk.AddPermissionCommand({
        FunctionName,
        Qualifier: tenant,
        StatementId: `cognito-${tenant}`,
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: poolArn,
      });
      await unlessThere(client.send(permission), FunctionName);
    }
  } finally {
    client.destroy();
  }
}

/** ARNs of the functions that a pool calls now. */
async function calledBy(config: ClientConfig, poolId: string): Promise<string> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  try {
    const { UserPool } = await client.send(new sdk.DescribeUserPoolCommand({ UserPoolId: poolId }));
    return JSON.stringify(UserPool?.LambdaConfig ?? {});
  } finally {
    client.destroy();
  }
}

/** Removes a tenant's alias of each of the old cell's functions. If the pool still calls one, throws and removes nothing. */
export async function closeTriggers(
  config: ClientConfig,
  functions: readonly string[],
  { tenant, poolId }: { tenant: string; poolId: string },
): Promise<void> {
  const called = await calledBy(config, poolId);
  const used = functions.filter((name) => called.includes(`:function:${name}:`));
  if (used.length > 0)
    throw failure(
      `pool ${poolId} of ${tenant} still calls ${used.join(' and ')}`,
      'run the same command again: its new stack has to be applied first',
    );
  const sdk = await import('@aws-sdk/client-lambda');
  const client = new sdk.LambdaClient(config);
  const unlessGone = async (removed: Promise<unknown>) => {
    try {
      await removed;
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
  };
  try {
    for (const FunctionName of functions) {
      const statement = { FunctionName, Qualifier: tenant, StatementId: `cognito-${tenant}` };
      await unlessGone(client.send(new sdk.RemovePermissionCommand(statement)));
      await unlessGone(client.send(new sdk.DeleteAliasCommand({ FunctionName, Name: tenant })));
    }
  } finally {
    client.destroy();
  }
}
