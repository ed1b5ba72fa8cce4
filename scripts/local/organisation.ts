import type { Environment } from '../../environments/schema';

/** AWS Organizations creates this role in every account that it creates, and so does the local AWS. */
const organizationRole = 'OrganizationAccountAccessRole';
const anyKey = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Stands in for the organisation that owns the accounts, on a local AWS: creates the one thing that must exist in each
 * account beforehand, the topic that alarms notify. Idempotent. The endpoint is explicit and the user's credentials are
 * not read, so no real account can be reached.
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
