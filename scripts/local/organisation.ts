import type { Environment } from '../../environments/schema';

/** AWS Organizations makes this role in every account that it creates, and so does the local AWS. */
const organizationRole = 'OrganizationAccountAccessRole';
const anyKey = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Stands in, on a local AWS, for the organisation whose accounts these are: makes what it has in each of them before
 * we come, which is the topic that alarms notify. Made again, nothing changes. The endpoint is named here, and no
 * credentials of the user are read, so no real account can be reached.
 */
export async function standInForOrganisation(
  endpoint: string,
  environments: readonly Pick<Environment, 'accounts' | 'alarmTopic' | 'regions'>[],
): Promise<void> {
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const { SNSClient, CreateTopicCommand } = await import('@aws-sdk/client-sns');
  const targets = environments.flatMap(({ accounts, regions, alarmTopic }) =>
    Object.values(accounts).flatMap(({ id }) => regions.map((region) => ({ id, region, alarmTopic }))),
  );
  await Promise.all(
    targets.map(async ({ id, region, alarmTopic }) => {
      const credentials = fromTemporaryCredentials({
        masterCredentials: anyKey,
        params: { RoleArn: `arn:aws:iam::${id}:role/${organizationRole}`, RoleSessionName: 'organisation' },
        clientConfig: { endpoint, region },
      });
      const client = new SNSClient({ endpoint, region, credentials });
      await client.send(new CreateTopicCommand({ Name: alarmTopic }));
      client.destroy();
    }),
  );
}
