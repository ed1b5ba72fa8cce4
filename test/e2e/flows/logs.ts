import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Applied } from './applied';

async function logsIn({ pools, region }: Applied, account: string): Promise<CloudWatchLogsClient> {
  return new CloudWatchLogsClient(await pools.access({ account, region }));
}

/** Everything in a log group, in order; CloudWatch returns at most 10,000 lines, far more than a test writes. */
async function linesOf(client: CloudWatchLogsClient, logGroupName: string): Promise<string[]> {
  const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName, limit: 10_000 }));
  return events.map(({ message = '' }) => message);
}

/** Reasons of a function's refusals so far, in order. */
export async function reasonsOf(applied: Applied, account: string, name: string): Promise<string[]> {
  const client = await logsIn(applied, account);
  const lines = await linesOf(client, `/aws/lambda/${name}`);
  client.destroy();
  return lines.filter((line) => line.includes('"message":"refused"')).map((line) => JSON.parse(line).reason);
}

/** Everything that all functions of the environment have written. */
export async function logsOfAll(applied: Applied): Promise<string[]> {
  const lines: string[] = [];
  for (const account of Object.keys(applied.loaded.environment.accounts)) {
    const client = await logsIn(applied, account);
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    for (const { logGroupName = '' } of logGroups) lines.push(...(await linesOf(client, logGroupName)));
    client.destroy();
  }
  return lines;
}
