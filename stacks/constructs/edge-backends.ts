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

/** API Gateway's longest, in milliseconds: how long a call may take is for its backend to say. */
const timeoutMilliseconds = 30_000;

/**
 * What the backend is told in place of whatever the caller wrote there. Only a tenant's route has a tenant; on
 * others the header is taken away, since a value that is empty need not overwrite anything.
 */
const headers = (flow: Route['flow']) => ({
  'overwrite:header.x-fleet-flow': flow,
  'overwrite:header.x-fleet-principal': '$context.authorizer.principal',
  'overwrite:header.x-fleet-policies': '$context.authorizer.policies',
  // Never empty, so a caller's own is always gone.
  'overwrite:header.x-fleet-judged': '$context.authorizer.judged',
  ...(flow === 'tenant'
    ? { 'overwrite:header.x-fleet-tenant': '$context.authorizer.tenant_id' }
    : { 'remove:header.x-fleet-tenant': "''" }),
});

/** A backend that is reached by its URL, for the routes of one flow. */
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
    // An integration's own path is the same for all its routes.
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

/** The backend that shows what it was told. API Gateway hands it the authorizer's answer beside the request. */
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
      // Every route of this one API: named one by one, they would outgrow the 20 kB of a function's policy.
      sourceArn: `${api.executionArn}/*/*`,
    });
  }
}

export interface EdgeBackendsProps extends SampleBackendProps {
  backends: Edge['backends'];
}

/** Integrations of the routes' backends: one for each backend and flow, and one for the sample. */
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
    // A backend's name and a flow are joined by the last hyphen, so no name gives the sample's id.
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
