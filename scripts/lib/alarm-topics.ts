import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { assumeRole } from './aws';
import { exitCodes, FleetError, messageOf } from './errors';
import type { StackInfo } from './stacks';

/** A topic that alarms notify, and where it has to stand. */
export interface AlarmTopic extends Pick<StackInfo, 'account' | 'region'> {
  arn: string;
}

/** Topics that the alarms of these stacks notify, as their synthesized Terraform names them. */
export function topicsOf(
  out: string,
  stacks: readonly Pick<StackInfo, 'id' | 'account' | 'region'>[],
): AlarmTopic[] {
  const topics = new Map<string, AlarmTopic>();
  for (const { id, account, region } of stacks) {
    const { resource = {} } = JSON.parse(readFileSync(join(out, 'stacks', id, 'cdk.tf.json'), 'utf8'));
    const alarms: { alarm_actions?: string[]; ok_actions?: string[] }[] = Object.values(
      resource.aws_cloudwatch_metric_alarm ?? {},
    );
    for (const { alarm_actions = [], ok_actions = [] } of alarms)
      for (const arn of [...alarm_actions, ...ok_actions])
        if (!topics.has(arn)) topics.set(arn, { arn, account, region });
  }
  return [...topics.values()];
}

/**
 * Why a topic that stands would not be notified; undefined when nothing shows that. AWS's own key for topics lets
 * CloudWatch not encrypt, and nobody can change its policy (AWS re:Post, "Why didn't I receive an SNS notification for
 * my CloudWatch alarm trigger?").
 */
export function topicFault(attributes: Record<string, string>): string | undefined {
  if (!/(^|:)alias\/aws\/sns$/.test(attributes.KmsMasterKeyId ?? '')) return undefined;
  return 'lies under alias/aws/sns, which CloudWatch may not use: give it a key of your own that lets CloudWatch in, or none';
}

/**
 * What keeps a topic from being notified; undefined when nothing does. Asks as the deploy role or, as long as the
 * foundation has not made that one or not given it the right, as the bootstrap role.
 */
async function troubleWith(environment: Environment, topic: AlarmTopic): Promise<string | undefined> {
  const sdk = await import('@aws-sdk/client-sns');
  const refusals: string[] = [];
  for (const role of [deployRole(environment), environment.bootstrapRole]) {
    const arn = roleArn(environment, topic.account, role);
    const client = new sdk.SNSClient(await assumeRole(arn, topic.region));
    try {
      const { Attributes = {} } = await client.send(
        new sdk.GetTopicAttributesCommand({ TopicArn: topic.arn }),
      );
      return topicFault(Attributes);
    } catch (error) {
      if (error instanceof sdk.NotFoundException) return 'does not exist';
      refusals.push(`as ${arn}: ${messageOf(error)}`);
    } finally {
      client.destroy();
    }
  }
  return `cannot be looked at: ${refusals.join('; ')}`;
}

/**
 * Makes sure, before anything is changed, that the alarms of these stacks will be heard: CloudWatch takes an alarm
 * whose topic does not exist, and says nothing when it cannot notify it.
 * Throws a blocked error with every topic that is missing or would stay silent.
 */
export async function ensureAlarmTopics(
  out: string,
  environment: Environment,
  stacks: readonly StackInfo[],
): Promise<void> {
  const found = await Promise.all(
    topicsOf(out, stacks).map(async (topic) => ({
      ...topic,
      trouble: await troubleWith(environment, topic),
    })),
  );
  const silent = found.filter(({ trouble }) => trouble !== undefined);
  if (silent.length === 0) return;
  const lines = silent.map(({ arn, account, trouble }) => `  ${account}: ${arn} ${trouble}`);
  const missing = silent.find(({ trouble }) => trouble === 'does not exist') ?? silent[0];
  throw new FleetError(`alarms would notify nobody, so nothing was rolled out:\n${lines.join('\n')}`, {
    exitCode: exitCodes.blocked,
    remedy:
      "the topic is your organisation's (alarmTopic): create it in each of these accounts and regions, and subscribe " +
      `whoever has to know: aws sns create-topic --region ${missing?.region} --name ${environment.alarmTopic}`,
    data: { topics: silent },
  });
}
