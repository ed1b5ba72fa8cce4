import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { machinePool, tables } from '../../environments/names';
import type { Environment, Service } from '../../environments/schema';
import type { StoreContent } from '../policies/cedar';
import type { Protections } from '../protection';
import { policyStore } from './policy-store';
import { registryItem } from './registry-item';

export interface ServiceClientProps {
  environment: Environment;
  service: Service;
  pool: CognitoUserPool;
  /** Lifetime of an access token, in minutes. */
  accessMinutes: number;
  /** What must exist before the client: the resource servers of its scopes, and the previous client. */
  after: ITerraformDependable[];
  /** Content of its own policy store; undefined if it shares the flow's. */
  policies: StoreContent | undefined;
  protections: Protections;
}

/**
 * One service: its confidential client, its own policy store if it has one, and its registry entry, without
 * which the hook gives it no token.
 *
 * Cognito generates the client's secret and returns it, so it is in the state, encrypted with the state key; Terraform
 * does not know secrets added later by rotation (docs/decisions/0006-machine-client-secrets.md).
 */
export class ServiceClient extends Construct {
  readonly client: CognitoUserPoolClient;

  constructor(scope: Construct, props: ServiceClientProps) {
    const { environment, service, pool, accessMinutes, after, policies, protections } = props;
    super(scope, `service-${service.id}`);
    this.client = new CognitoUserPoolClient(this, 'client', {
      name: service.id,
      userPoolId: pool.id,
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['client_credentials'],
      allowedOauthScopes: [...service.scopes].sort(),
      // No user sign-in flow. An empty list would mean Cognito's default, which has some.
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      enablePropagateAdditionalUserContextData: false,
      authSessionValidity: 3,
      accessTokenValidity: accessMinutes,
      // Client credentials issue neither ID nor refresh tokens; set explicitly so that nothing is left to a default.
      idTokenValidity: accessMinutes,
      refreshTokenValidity: 30,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
      dependsOn: after,
    });
    const own =
      policies &&
      policyStore(this, {
        description: `${machinePool(environment)}-${service.id}`,
        content: policies,
        pool,
        clients: [this.client],
        principal: 'Service',
        protections,
      });
    registryItem(this, {
      tableName: tables(environment).services,
      hashKey: 'client_id',
      attributes: {
        client_id: this.client.id,
        service_id: service.id,
        tier: service.tier,
        status: service.status,
        allowed_ops: [...service.allowedOps].sort(),
        rate_limit: service.rateLimit,
        user_pool_id: pool.id,
        ...own?.entry,
      },
      ready: own ? [own.identitySource] : [],
    });
  }
}
