import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Reason } from './denied';

/**
 * Counts what a function decided, in CloudWatch under `IdentityFleet`: `Granted` by function, `Refused` by
 * function and reason. One log line each (CloudWatch's embedded metric format), without any call to AWS.
 * No dimension holds a tenant, client or user: each would be another metric to pay for.
 */
export function outcomes(service: string) {
  const metrics = new Metrics({ namespace: 'IdentityFleet', serviceName: service });
  return {
    granted: () => metrics.singleMetric().addMetric('Granted', MetricUnit.Count, 1),
    refused: (reason: Reason) =>
      metrics.singleMetric().addDimension('reason', reason).addMetric('Refused', MetricUnit.Count, 1),
  };
}
