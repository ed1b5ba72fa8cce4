import { CognitoResourceServer } from '@cdktf/provider-aws/lib/cognito-resource-server';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import type { Machine } from '../../environments/schema';

/**
 * Resource servers of a pool with their scopes, each at `<scope>_server-<identifier>`. Each waits for the one
 * before it: Cognito accepts one change to a pool at a time (ConcurrentModificationException).
 */
export function resourceServers(
  scope: Construct,
  pool: CognitoUserPool,
  servers: Machine['resourceServers'],
): CognitoResourceServer[] {
  const made: CognitoResourceServer[] = [];
  for (const { identifier, name, scopes } of servers) {
    const previous = made.at(-1);
    made.push(
      new CognitoResourceServer(scope, `server-${identifier}`, {
        identifier,
        name,
        userPoolId: pool.id,
        scope: scopes.map((one) => ({ scopeName: one.name, scopeDescription: one.description })),
        dependsOn: previous && [previous],
      }),
    );
  }
  return made;
}
