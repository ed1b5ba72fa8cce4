import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { sampleBackendFunction } from '../../environments/names';
import type { Edge, Route } from '../../environments/schema';
import { type BundledFunction, sampleBackend } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import { readTables } from '../permissions/function-role';
import type { Registries } from './edge-registries';
import { TriggerFunction } from './trigger-function';

/** API Gateway's maximum, in milliseconds: the backend decides how long a call may take. */
const timeoutMilliseconds = 30_000;

/**
 * Headers for the backend, which replace any that the caller sent. Only a tenant's route has a tenant; on
 * others the header is removed, since an empty value might not overwrite the caller's.
 */
const headers = (flow: Route['flow']) => ({
  'overwrite:header.x-fleet-flow': flow,
  'overwrite:header.x-fleet-principal': '$context.authorizer.principal',
  'overwrite:header.x-fleet-policies': '$context.authorizer.policies',
  // Never empty, so it always replaces the caller's.
  'overwrite:header.x-fleet-judged': '$context.authorizer.judged',
  ...(flow === 'tenant'
    ? { 'overwrite:header.x-fleet-tenant': '$context.authorizer.tenant_id' }
    : { 'remove:header.x-fleet-tenant': "''" }),
});

/** A backend reached by URL, for the routes of one flow. */
const urlBackend = (
  scope: Construct,
  id: string,
  { api, flow, url }: { api: Apigatewayv2Api; flow: Route['flow']; url: string },
) =>
  new Apigatewayv2Integration(scope, id, {
    apiId: api.id,
    description: `${url}, for the ${flow} flow`,
    integrationType: 'HTTP_PROXY',
    integrationMethod: 'ANY',
    integrationUri: url,
    // Without this, every route would call the integration's own path.
    requestParameters: { ...headers(flow), 'overwrite:path': '$request.path' },
    payloadFormatVersion: '1.0',
    timeoutMilliseconds,
  });

interface SampleBackendProps {
  target: Target;
  api: Apigatewayv2Api;
  registries: Registries;
  zip: BundledFunction;
}

/** The backend that echoes what it receives. API Gateway passes it the authorizer's answer along with the request. */
class SampleBackend extends Construct {
  readonly integration: Apigatewayv2Integration;

  constructor(scope: Construct, id: string, { target, api, registries, zip }: SampleBackendProps) {
    super(scope, id);
    const { function: answer } = new TriggerFunction(this, 'answer', {
      target,
      name: sampleBackendFunction(target.environment),
      facts: sampleBackend,
      zip,
      environment: registries.variables,
      rights: [readTables(target, ...registries.tables)],
    });
    this.integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      description: 'The sample backend',
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: answer.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds,
    });
    new LambdaPermission(this, 'permission', {
      statementId: 'api-gateway-backend',
      action: 'lambda:InvokeFunction',
      functionName: answer.functionName,
      principal: 'apigateway.amazonaws.com',
      // Every route of this API: listed one by one, they would outgrow the 20 kB of a function's policy.
      sourceArn: `${api.executionArn}/*/*`,
    });
  }
}

export interface EdgeBackendsProps extends SampleBackendProps {
  backends: Edge['backends'];
}

/** Integrations of the routes' backends: one per backend and flow, and one for the sample. */
export class EdgeBackends extends Construct {
  private readonly made = new Map<string, Apigatewayv2Integration>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EdgeBackendsProps,
  ) {
    super(scope, id);
  }

  /** The integration that a route leads to. */
  of({ backend, flow }: Pick<Route, 'backend' | 'flow'>): Apigatewayv2Integration {
    const { api, backends } = this.props;
    const url = backends[backend]?.url;
    // The last hyphen joins backend and flow, so no backend's name yields the sample's id.
    const id = url === undefined ? 'sample' : `${backend}-${flow}`;
    const integration =
      this.made.get(id) ??
      (url === undefined
        ? new SampleBackend(this, id, this.props).integration
        : urlBackend(this, id, { api, flow, url }));
    this.made.set(id, integration);
    return integration;
  }
}
