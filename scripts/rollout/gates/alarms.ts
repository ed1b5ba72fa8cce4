import type { CloudWatchClient, StateValue } from '@aws-sdk/client-cloudwatch';
import type { ClientConfig } from '../../aws/credentials';
import type { Answer } from './gate';

const answers: Readonly<Record<StateValue, Answer>> = {
  OK: 'pass',
  ALARM: 'fail',
  INSUFFICIENT_DATA: 'unknown',
};

/** Maximum number of names per `DescribeAlarms` call. */
const mostNames = 100;

async function statesOf(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<Map<string, StateValue>> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const states = new Map<string, StateValue>();
  for (let from = 0; from < names.length; from += mostNames) {
    const AlarmNames = names.slice(from, from + mostNames);
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    );
    for (const { AlarmName, StateValue } of [...MetricAlarms, ...CompositeAlarms])
      if (AlarmName && StateValue) states.set(AlarmName, StateValue);
  }
  return states;
}

/** CloudWatch's answers for alarms in one account and region. A missing alarm is unknown, as are all on an error. */
export async function alarmAnswers(
  config: ClientConfig,
  names: readonly string[],
): Promise<Map<string, Answer>> {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient(config);
  try {
    const states = await statesOf(client, names).catch(() => new Map<string, StateValue>());
    return new Map(
      names.map((name) => {
        const state = states.get(name);
        return [name, state ? answers[state] : 'unknown'];
      }),
    );
  } finally {
    client.destroy();
  }
}
