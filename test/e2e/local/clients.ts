import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Configuration of every SDK client in these tests: one attempt, so that refusals are seen immediately. */
export interface Config {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** The pipeline's credentials, in account 123456789012. */
export const pipeline = (endpoint: string, region = 'eu-central-1'): Config => ({
  endpoint,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** The same with the credentials of a role. Rejects if STS refuses. */
export async function assumed(config: Config, RoleArn: string): Promise<Config> {
  const sts = new STSClient(config);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken,
  } = Credentials ?? {};
  return { ...config, credentials: { accessKeyId, secretAccessKey, sessionToken } };
}

/** The role that every account has from the start. */
export const organizationRole = (account: string) =>
  `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;

/** Calls a query-protocol service whose SDK client is not installed. Returns the response's XML. */
export async function query(
  { endpoint, region, credentials }: Config,
  service: string,
  fields: Record<string, string>,
): Promise<string> {
  const scope = `${credentials.accessKeyId}/20261124/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });
  return response.text();
}

/** Creates a role in the account of the credentials. */
export async function createRole(config: Config, name: string, principal: object): Promise<void> {
  const trust = { Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' } };
  const answer = await query(config, 'iam', {
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', ...trust }),
  });
  expect(answer).toContain(`<RoleName>${name}</RoleName>`);
}
