import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { edgeApi } from '../environments/names';
import type { PlacedEdge } from '../environments/placement/edge';
import type { Route } from '../environments/schema';
import type { BundledFunction } from '../functions/catalogue';
import { edgeAlarms } from './constructs/edge-alarms';
import { EdgeAuthorizer } from './constructs/edge-authorizer';
import { EdgeBackends } from './constructs/edge-backends';
import { registriesOf } from './constructs/edge-registries';
import { EdgeStage, formerLogGroup } from './constructs/edge-stage';
import { FleetStack, type Target } from './fleet-stack';
import { routeKey } from './routes/route-key';

export interface EdgeStackProps {
  target: Target;
  edge: PlacedEdge;
  /** The authorizer's zip with the environment's routes. */
  authorizerZip: BundledFunction;
  /** Zip of the sample backend, deployed if a route leads to it. */
  sampleZip: BundledFunction;
}

/**
 * A route's construct id, one for each route: only `--` is a slash and only `---` begins a parameter, since a
 * segment holds single hyphens. `GET /tenants/{tenant}/payments` is `get--tenants---tenant--payments`.
 */
const routeId = ({ method, path }: Route) =>
  method.toLowerCase() + path.replaceAll('/{', '---').replaceAll('/', '--').replaceAll('}', '');

/**
 * The HTTP API of one target. The policy store of the route's flow decides every request before it reaches a backend,
 * and the backend learns who the caller is. Attributes of a resource that only the backend knows, it must check itself.
 */
export class EdgeStack extends FleetStack {
  constructor(scope: Construct, { target, edge, authorizerZip, sampleZip }: EdgeStackProps) {
    super(scope, 'edge', { target });
    const { environment } = target;
    const { settings, routes } = edge;
    const registries = registriesOf(target);
    const api = new Apigatewayv2Api(this, 'api', {
      name: edgeApi(environment),
      protocolType: 'HTTP',
      description: `Decides by policy stores who may call the backends of ${environment.name}`,
    });
    const { authorizer, permission } = new EdgeAuthorizer(this, 'authorizer', {
      target,
      api,
      settings,
      registries,
      zip: authorizerZip,
    });

    const backends = new EdgeBackends(this, 'backends', {
      target,
      api,
      registries,
      backends: settings.backends,
      zip: sampleZip,
    });
    const route = new Construct(this, 'routes');
    const served = routes.map(
      (one) =>
        new Apigatewayv2Route(route, routeId(one), {
          apiId: api.id,
          routeKey: routeKey(one),
          target: `integrations/${backends.of(one).id}`,
          authorizationType: 'CUSTOM',
          authorizerId: authorizer.id,
        }),
    );
    new EdgeStage(this, 'stage', {
      environment,
      api,
      throttling: settings.throttling,
      after: [permission, ...served],
    });
    this.addOverride('removed', [formerLogGroup]);
    edgeAlarms(this, target, api);

    new TerraformOutput(this, 'api_id', { value: api.id });
    new TerraformOutput(this, 'api_endpoint', { value: api.apiEndpoint });
  }
}
