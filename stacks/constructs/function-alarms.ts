import type { Construct } from 'constructs';
import type { Target } from '../fleet-stack';
import { alarm, type Rule } from './alarm';

/** When a function's alarms fire and what they say, which depends on what its errors and slowness mean to users. */
export interface FunctionRules {
  errors: Rule;
  throttles: Rule;
  duration: Rule;
}

/** For functions that user pools call. A refused user counts as a function error too, so a single one raises no alarm. */
export const triggerRules: FunctionRules = {
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

/** Notifies the organisation's topic when a function fails users, or is about to. */
export function functionAlarms(
  scope: Construct,
  target: Target,
  functionName: string,
  rules: FunctionRules,
): void {
  for (const [name, rule] of Object.entries(rules))
    alarm(scope, `${name}-alarm`, target, {
      ...rule,
      alarmName: `${functionName}-${name}`,
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: functionName },
    });
}
