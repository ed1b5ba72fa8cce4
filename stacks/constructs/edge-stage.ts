import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { edgeLogGroup } from '../../environments/names';
import type { Edge, Environment } from '../../environments/schema';

/**
 * What one call leaves behind: what was asked, who was told what, and by which policies. Neither the token nor a
 * header, the query, the path with its ids, or the caller's address. The principal is the pool's id and the user's
 * `sub`: whoever must find out who did what needs it, and it says nothing to others (docs/decisions/0015-edge.md).
 */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  integrationLatency: '$context.integration.latency',
  flow: '$context.authorizer.flow',
  tenant: '$context.authorizer.tenant_id',
  client: '$context.authorizer.client_id',
  principal: '$context.authorizer.principal',
  policies: '$context.authorizer.policies',
});

export interface EdgeStageProps {
  environment: Environment;
  api: Apigatewayv2Api;
  throttling: Edge['throttling'];
  /** Nothing is served before all of these stand. */
  after: ITerraformDependable[];
}

/**
 * Earlier versions kept the access log in a group of another name. Who called what is evidence, so the group is let go
 * and not deleted: it stays in the account, nothing more comes in, and its retention empties it.
 */
export const formerLogGroup = {
  from: 'aws_cloudwatch_log_group.stage_log-group',
  lifecycle: { destroy: false },
};

/** The API's only stage: what is changed is served at once. */
export class EdgeStage extends Construct {
  constructor(scope: Construct, id: string, { environment, api, throttling, after }: EdgeStageProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'access-log', {
      name: edgeLogGroup(environment),
      retentionInDays: environment.logRetentionDays,
    });
    new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: accessLog },
      defaultRouteSettings: {
        throttlingRateLimit: throttling.ratePerSecond,
        throttlingBurstLimit: throttling.burst,
        detailedMetricsEnabled: true,
      },
      dependsOn: after,
    });
  }
}
