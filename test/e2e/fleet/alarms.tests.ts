import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Fleet } from '../memory/small-fleets';
import { access } from './cloud';
import { ok } from './fleet';
import { idOf, outcomes, rollout, shrunk } from './stories';

/** Changes only configuration. */
export function alarmGate(of: () => Fleet): void {
  test('a wave passes only if its alarms are OK', async () => {
    const AlarmName = 'sign-in-failures';
    const gates = { alarms: [AlarmName], decisions: false, signIns: 0, soakMinutes: 0, patienceMinutes: 0 };
    const { environment } = shrunk;
    of().project.write({
      ...shrunk,
      environment: { ...environment, rollout: { ...environment.rollout, gates } },
    });
    const two = () => rollout(of(), '--stack', 'data,machine', '--refresh');
    const blind = await two();
    expect(blind.code).toBe(4);
    expect(JSON.parse(blind.stdout).gate).toMatch(
      /wave 0 is inconclusive: alarm sign-in-failures in all eu-central-1/,
    );
    expect(outcomes(blind)).toEqual({ [idOf('data')]: 'unchanged', [idOf('machine')]: 'halted' });

    const cloudwatch = new CloudWatchClient(access(of().place));
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        MetricName: 'failures',
        Namespace: 'northpay',
        Period: 60,
        Statistic: 'Sum',
        Threshold: 1,
      }),
    );
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'somebody has set it' }),
    );
    cloudwatch.destroy();
    const seen = JSON.parse(ok(await two()).stdout);
    expect(seen.gate).toBeNull();
    const ledger = await of().run('ledger', 'show', seen.run, '--env', 'staging', '--json');
    expect(ok(ledger).stdout).toContain('alarm sign-in-failures in all eu-central-1');
  });
}
