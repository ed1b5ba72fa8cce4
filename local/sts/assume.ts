import type { Accounts } from '../accounts';
import { ownRequest } from '../forward';
import type { AwsRequest, AwsResponse, Forward } from '../service';
import type { RoleName } from './roles';

/** Credentials of an assumed role, under the names that every AWS SDK reads from the environment. */
export type CredentialVariables = Record<
  'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN',
  string
>;

const field = (text: string, name: string) => new RegExp(`<${name}>([^<]+)<`).exec(text)?.[1];

/**
 * Lets moto answer an AssumeRole that has been allowed, and remembers whose the new credentials are and, where they
 * end at all, when (`endsAt`, in milliseconds since 1970).
 */
export async function assume(
  forward: Forward,
  accounts: Accounts,
  role: RoleName,
  request: AwsRequest,
  { tags = {}, endsAt }: { tags?: Record<string, string>; endsAt?: number } = {},
): Promise<AwsResponse> {
  const answer = await forward(request);
  const text = String(answer.body).replace(/(<Expiration>)[^<]*/, (whole, tag) =>
    endsAt === undefined ? whole : `${tag}${new Date(endsAt).toISOString()}`,
  );
  const [accessKey, secret] = [field(text, 'AccessKeyId'), field(text, 'SecretAccessKey')];
  const sessionArn = field(/<AssumedRoleUser>.*?<\/AssumedRoleUser>/s.exec(text)?.[0] ?? '', 'Arn');
  if (accessKey && secret && sessionArn)
    accounts.learn(accessKey, {
      account: role.account,
      role: { arn: role.arn, sessionArn },
      secret,
      tags,
      ...(endsAt !== undefined && { endsAt }),
    });
  return { ...answer, body: text };
}

/**
 * Assumes a role for one of our own services, which has checked that it may. Without `endsAt` the credentials don't
 * end: of functions Lambda sees to it that theirs never do. Throws when moto refuses.
 */
export async function serviceCredentials(
  forward: Forward,
  accounts: Accounts,
  role: RoleName,
  {
    region,
    session,
    ...options
  }: { region: string; session: string; tags?: Record<string, string>; endsAt?: number },
): Promise<CredentialVariables> {
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: role.arn,
    RoleSessionName: session.slice(0, 64),
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = ownRequest({ service: 'sts', region, account: role.account }, { headers, body });
  const answer = await assume(forward, accounts, role, request, options);
  const text = String(answer.body);
  const [id, secret, token] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((n) => field(text, n));
  if (!id || !secret || !token) throw new Error(`AssumeRole of ${role.arn} failed: ${text.slice(0, 300)}`);
  return { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
}
