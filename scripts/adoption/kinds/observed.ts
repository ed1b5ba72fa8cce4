import { type Importable, one, tagMap } from '../kind';

const missing = ['ResourceNotFoundException'];

const logGroup: Importable = {
  by: 'name',
  found: 'DescribeLogGroups, ListTagsForResource',
  unique: 'name; its tags are ours',
  format: 'log group name',
  importId: ({ name }) => String(name),
  async find(look) {
    const name = await look.text('name');
    const { sdk, client } = await look.use('logs');
    // The group itself is the first of those with its name as a prefix.
    const answer = await look.ask('logs:DescribeLogGroups', () =>
      client.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 1 })),
    );
    if (answer?.logGroups?.[0]?.logGroupName !== name) return [];
    const arn = `arn:aws:logs:${look.region}:${look.accountId}:log-group:${name}`;
    const tagged = await look.ask(
      'logs:ListTagsForResource',
      () => client.send(new sdk.ListTagsForResourceCommand({ resourceArn: arn })),
      missing,
    );
    return one(tagged && { id: name, name, arn }, tagged?.tags ?? {});
  },
};

const alarm: Importable = {
  by: 'name',
  found: 'DescribeAlarms, ListTagsForResource',
  unique: 'name; its tags are ours',
  format: 'alarm name',
  importId: ({ alarm_name }) => String(alarm_name),
  async find(look) {
    const name = await look.text('alarm_name');
    const { sdk, client } = await look.use('cloudwatch');
    const answer = await look.ask('cloudwatch:DescribeAlarms', () =>
      client.send(new sdk.DescribeAlarmsCommand({ AlarmNames: [name] })),
    );
    const arn = answer?.MetricAlarms?.find(({ AlarmName }) => AlarmName === name)?.AlarmArn;
    if (!arn) return [];
    const tagged = await look.ask(
      'cloudwatch:ListTagsForResource',
      () => client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: arn })),
      missing,
    );
    return one(tagged && { id: name, alarm_name: name, arn }, tagMap(tagged?.Tags));
  },
};

export const observed = { aws_cloudwatch_log_group: logGroup, aws_cloudwatch_metric_alarm: alarm };
