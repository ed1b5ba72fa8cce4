import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { tables } from '../../environments/names';
import type { Environment, Service } from '../../environments/schema';

export interface ServiceClientProps {
  environment: Environment;
  service: Service;
  pool: CognitoUserPool;
  /** Lifetime of an access token, in minutes. */
  accessMinutes: number;
  /** What must stand before the client: the resource servers of its scopes, and the client before it. */
  after: ITerraformDependable[];
}

/**
 * One service: its confidential client, and its line in the registry, without which the hook gives it no token.
 *
 * Cognito makes the client's secret and gives it back, so it lies in the state, under the state's key; a secret
 * that Terraform does not know is one that rotation has added since (docs/decisions/0006-machine-client-secrets.md).
 */
export class ServiceClient extends Construct {
  readonly client: CognitoUserPoolClient;

  constructor(scope: Construct, props: ServiceClientProps) {
    const { environment, service, pool, accessMinutes, after } = props;
    super(scope, `service-${service.id}`);
    this.client = new CognitoUserPoolClient(this, 'client', {
      name: service.id,
      userPoolId: pool.id,
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['client_credentials'],
      allowedOauthScopes: [...service.scopes].sort(),
      // No flow of users. An empty list would mean Cognito's default, which has some.
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      enablePropagateAdditionalUserContextData: false,
      authSessionValidity: 3,
      accessTokenValidity: accessMinutes,
      // Client credentials give neither ID nor refresh tokens; written down so that nothing is left to a default.
      idTokenValidity: accessMinutes,
      refreshTokenValidity: 30,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
      dependsOn: after,
    });
    new DynamodbTableItem(this, 'registry-item', {
      tableName: tables(environment).services,
      hashKey: 'client_id',
      item: JSON.stringify({
        client_id: { S: this.client.id },
        service_id: { S: service.id },
        tier: { S: service.tier },
        status: { S: service.status },
        allowed_ops: { L: [...service.allowedOps].sort().map((S) => ({ S })) },
        rate_limit: { N: String(service.rateLimit) },
        user_pool_id: { S: pool.id },
      }),
    });
  }
}
