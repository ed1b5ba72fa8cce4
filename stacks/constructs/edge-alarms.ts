import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import type { Construct } from 'constructs';
import { authorizerFunction, edgeApi } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { alarm } from './alarm';
import { type FunctionRules, functionAlarms } from './function-alarms';

/**
 * A refused token counts as a function error too, and anyone may send one, so the alarms use the error rate, not the
 * count. Calls without a token, or to paths without a route, never reach the function.
 */
const authorizerRules: FunctionRules = {
  errors: {
    alarmDescription:
      'Half of all tokens were refused or undecided for 15 minutes: see the reasons in its log',
    metricName: 'Errors',
    // The metric is 0 or 1 per run, so its average is the rate.
    statistic: 'Average',
    threshold: 0.5,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
  },
  throttles: {
    alarmDescription: 'Lambda had no room for the authorizer: calls were refused',
    metricName: 'Throttles',
    statistic: 'Sum',
    threshold: 1,
    period: 60,
    evaluationPeriods: 1,
  },
  duration: {
    alarmDescription:
      'The slowest 1 % of decisions took over 2 s; after 3 s calls are refused (threshold in ms)',
    metricName: 'Duration',
    extendedStatistic: 'p99',
    threshold: 2000,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
  },
};

/** Notifies the organisation's topic when the edge fails its callers: the API, its authorizer or a backend. */
export function edgeAlarms(scope: Construct, target: Target, api: Apigatewayv2Api): void {
  functionAlarms(scope, target, authorizerFunction(target.environment), authorizerRules);
  alarm(scope, 'failures-alarm', target, {
    alarmName: `${edgeApi(target.environment)}-failures`,
    alarmDescription: 'At least 5 % of calls ended in 5xx, by the authorizer or a backend, for 3 minutes',
    namespace: 'AWS/ApiGateway',
    metricName: '5xx',
    dimensions: { ApiId: api.id, Stage: '$default' },
    statistic: 'Average',
    threshold: 0.05,
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
  });
}
