import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { exitCodes, FleetError, messageOf } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import { assumeRole } from './credentials';

/** A topic that alarms notify, and where it must exist. */
export interface AlarmTopic extends Pick<StackInfo, 'account' | 'region'> {
  arn: string;
}

/** Topics that the alarms of these stacks notify, according to their synthesized Terraform. */
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

/** Why a topic cannot be notified. */
export interface TopicTrouble {
  kind: 'missing' | 'silent' | 'unseen' | 'unreachable';
  /** Follows the topic's name in a sentence. */
  words: string;
}

/**
 * Why an existing topic would not be notified; undefined if no reason is found. The policy of AWS's own key for topics
 * does not let CloudWatch encrypt, and cannot be changed (AWS re:Post, "How do I configure a CloudWatch alarm with an
 * encrypted SNS topic?").
 */
export function topicFault(attributes: Record<string, string>): TopicTrouble | undefined {
  if (!/(^|:)alias\/aws\/sns$/.test(attributes.KmsMasterKeyId ?? '')) return undefined;
  return { kind: 'silent', words: 'is encrypted with alias/aws/sns, which CloudWatch may not use' };
}

const remedies: Record<TopicTrouble['kind'], (topic: AlarmTopic) => string> = {
  missing: ({ arn, region }) =>
    'the topic (alarmTopic) belongs to your organisation: create it in the account, and add subscribers: ' +
    `aws sns create-topic --region ${region} --name ${arn.split(':').at(-1)}`,
  silent: () => 'encrypt the topic with a key whose policy allows CloudWatch, or not at all',
  unseen: ({ account }) =>
    `roll out the foundation of ${account} first, which gives the deploy role the permission, with credentials that ` +
    'may assume its bootstrap role',
  unreachable: ({ region }) =>
    `${region} may be down: roll out the other regions meanwhile, each with --region`,
};

/** The error that blocks a rollout because of these topics, with a remedy per kind of trouble; undefined if none. */
export function blockedBy(
  troubles: readonly { topic: AlarmTopic; trouble: TopicTrouble }[],
): FleetError | undefined {
  if (troubles.length === 0) return undefined;
  const lines = troubles.map(({ topic, trouble }) => `  ${topic.account}: ${topic.arn} ${trouble.words}`);
  const first = new Map([...troubles].reverse().map((one) => [one.trouble.kind, one]));
  const kinds = (['missing', 'silent', 'unseen', 'unreachable'] as const).flatMap(
    (kind) => first.get(kind) ?? [],
  );
  return new FleetError(`alarms would notify no one, so nothing was rolled out:\n${lines.join('\n')}`, {
    exitCode: exitCodes.blocked,
    remedy: kinds.map(({ topic, trouble }) => remedies[trouble.kind](topic)).join('\n  '),
    data: { topics: troubles.map(({ topic, trouble }) => ({ ...topic, trouble: trouble.words })) },
  });
}

/** Whether a request failed in transit (ECONNRESET and the like in Node.js) or on AWS's side. */
function gotNoAnswer(error: unknown): boolean {
  const { code, name, $metadata } = error as {
    code?: unknown;
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return /^E[A-Z]/.test(String(code)) || name === 'TimeoutError' || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** Why no role could read a topic, from what each was answered. */
export function unreadable(refusals: readonly { role: string; error: unknown }[]): TopicTrouble {
  const each = refusals.map(({ role, error }) => `as ${role}: ${messageOf(error)}`);
  return {
    kind: refusals.some(({ error }) => gotNoAnswer(error)) ? 'unreachable' : 'unseen',
    words: `cannot be read: ${each.join('; ')}`,
  };
}

/**
 * Why a topic cannot be notified; undefined if it can. Asks as the deploy role or, until the foundation has created that
 * role and given it the permission, as the bootstrap role.
 */
async function troubleWith(environment: Environment, topic: AlarmTopic): Promise<TopicTrouble | undefined> {
  const sdk = await import('@aws-sdk/client-sns');
  const refusals: { role: string; error: unknown }[] = [];
  for (const name of [deployRole(environment), environment.bootstrapRole]) {
    const role = roleArn(environment, topic.account, name);
    const client = new sdk.SNSClient(await assumeRole(role, topic.region));
    try {
      const { Attributes = {} } = await client.send(
        new sdk.GetTopicAttributesCommand({ TopicArn: topic.arn }),
      );
      return topicFault(Attributes);
    } catch (error) {
      if (error instanceof sdk.NotFoundException) return { kind: 'missing', words: 'does not exist' };
      refusals.push({ role, error });
    } finally {
      client.destroy();
    }
  }
  return unreadable(refusals);
}

/**
 * Checks, before anything is changed, that the topics of these stacks' alarms can be notified: CloudWatch accepts an
 * alarm whose topic does not exist, and fails silently if it cannot notify it.
 * Throws a blocked error with every topic that is missing, cannot be notified, or that no role may read.
 */
export async function ensureAlarmTopics(
  out: string,
  environment: Environment,
  stacks: readonly StackInfo[],
): Promise<void> {
  const found = await Promise.all(
    topicsOf(out, stacks).map(async (topic) => ({ topic, trouble: await troubleWith(environment, topic) })),
  );
  const blocked = blockedBy(found.flatMap(({ topic, trouble }) => (trouble ? [{ topic, trouble }] : [])));
  if (blocked) throw blocked;
}
