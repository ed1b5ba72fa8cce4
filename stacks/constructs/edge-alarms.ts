import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import type { Construct } from 'constructs';
import { authorizerFunction, edgeApi } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { alarm } from './alarm';
import { type FunctionRules, functionAlarms } from './function-alarms';

/**
 * Lambda counts a token that the authorizer refuses among its errors, and anybody may send one. What fails without the
 * caller's fault is a 5xx of the API.
 */
const authorizerRules: FunctionRules = {
  throttles: {
    alarmDescription: 'Lambda had no room for the authorizer: calls were refused',
    metricName: 'Throttles',
    statistic: 'Sum',
    threshold: 1,
    period: 60,
    evaluationPeriods: 1,
  },
  duration: {
    alarmDescription: 'The slowest 1 % of decisions took over 3 s, and every call waits for its own (in ms)',
    metricName: 'Duration',
    extendedStatistic: 'p99',
    threshold: 3000,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
  },
};

/** Tells the organisation's topic when the edge fails its callers: it, its authorizer or a backend. */
export function edgeAlarms(scope: Construct, target: Target, api: Apigatewayv2Api): void {
  functionAlarms(scope, target, authorizerFunction(target.environment), authorizerRules);
  alarm(scope, 'failures-alarm', target, {
    alarmName: `${edgeApi(target.environment)}-failures`,
    alarmDescription: 'At least 5 % of calls ended in 5xx, by the authorizer or a backend, for 3 minutes',
    namespace: 'AWS/ApiGateway',
    metricName: '5xx',
    dimensions: { ApiId: api.id, Stage: '$default' },
    // Of a metric that is 0 or 1 for each call, the average is the rate.
    statistic: 'Average',
    threshold: 0.05,
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
  });
}
