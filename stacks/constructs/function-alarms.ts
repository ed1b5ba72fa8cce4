import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { alarmTopicArn } from '../../environments/names';
import type { Target } from '../fleet-stack';

type Rule = Pick<
  CloudwatchMetricAlarmConfig,
  | 'metricName'
  | 'statistic'
  | 'extendedStatistic'
  | 'threshold'
  | 'period'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'alarmDescription'
>;

/** Periods are in seconds. A refused user is an error of the function too, so a single one wakes nobody. */
const rules: Readonly<Record<string, Rule>> = {
  errors: {
    alarmDescription: 'It refused or failed at least 5 users in 5 minutes',
    metricName: 'Errors',
    statistic: 'Sum',
    threshold: 5,
    period: 300,
    evaluationPeriods: 1,
  },
  throttles: {
    alarmDescription: 'Lambda had no room for it: users could not sign in',
    metricName: 'Throttles',
    statistic: 'Sum',
    threshold: 1,
    period: 60,
    evaluationPeriods: 1,
  },
  duration: {
    alarmDescription: 'The slowest 1 % of runs took over 4 s; Cognito gives up after 5 s (threshold in ms)',
    metricName: 'Duration',
    extendedStatistic: 'p99',
    threshold: 4000,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
  },
};

/**
 * Tells the organisation's topic when sign-ins fail or are about to, because of this function. No data is no
 * sign-in: not a fault.
 */
export function functionAlarms(
  scope: Construct,
  { environment, account, region }: Target,
  functionName: string,
): void {
  const topic = alarmTopicArn(environment, account, region);
  for (const [name, rule] of Object.entries(rules))
    new CloudwatchMetricAlarm(scope, `${name}-alarm`, {
      ...rule,
      alarmName: `${functionName}-${name}`,
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: functionName },
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [topic],
      okActions: [topic],
    });
}
