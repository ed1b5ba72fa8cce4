import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { alarmTopicArn } from '../../environments/names';
import type { Target } from '../fleet-stack';

/** The threshold that a metric may not reach, and for how long. Periods are in seconds. */
export type Rule = Pick<
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

type Watched = Rule & Required<Pick<CloudwatchMetricAlarmConfig, 'alarmName' | 'namespace' | 'dimensions'>>;

/** Notifies the organisation's topic when a metric reaches its threshold and when it recovers. No data means no calls. */
export const alarm = (
  scope: Construct,
  id: string,
  { environment, account, region }: Target,
  watched: Watched,
): CloudwatchMetricAlarm => {
  const topic = alarmTopicArn(environment, account, region);
  return new CloudwatchMetricAlarm(scope, id, {
    ...watched,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
    alarmActions: [topic],
    okActions: [topic],
  });
};
