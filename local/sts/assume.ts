import type { Accounts } from '../accounts';
import { ownRequest } from '../forward';
import type { PolicyDocument } from '../iam/policy';
import type { AwsRequest, AwsResponse, Forward } from '../service';
import type { RoleName } from './roles';

/** Credentials of an assumed role, named like the environment variables that all AWS SDKs read. */
export type CredentialVariables = Record<
  'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN',
  string
>;

/** A session's properties in addition to its role. */
interface SessionOptions {
  tags?: Record<string, string>;
  /** When the caller is told that it ends, in milliseconds since 1970. */
  endsAt?: number;
  /** Milliseconds that it works beyond its end. */
  grace?: number;
  /** The function that runs in this session. */
  functionArn?: string;
}

/**
 * Upper limit of a session's permissions, from its AssumeRole. Managed policies aren't read here, and so allow nothing.
 */
function sessionPoliciesOf({ body }: AwsRequest): { sessionPolicies?: PolicyDocument[] } {
  const fields = new URLSearchParams(body.toString());
  const policy = fields.get('Policy');
  const managed = fields.has('PolicyArns.member.1.arn');
  return policy || managed ? { sessionPolicies: policy ? [JSON.parse(policy)] : [] } : {};
}

const field = (text: string, name: string) => new RegExp(`<${name}>([^<]+)<`).exec(text)?.[1];

/**
 * Forwards a permitted AssumeRole to moto, and records the identity, limits and expiry (if any) of the new credentials.
 */
export async function assume(
  forward: Forward,
  accounts: Accounts,
  role: RoleName,
  request: AwsRequest,
  { tags = {}, endsAt, grace = 0, functionArn }: SessionOptions = {},
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
      ...sessionPoliciesOf(request),
      ...(functionArn && { functionArn }),
      ...(endsAt !== undefined && { endsAt: endsAt + grace }),
    });
  return { ...answer, body: text };
}

/**
 * Assumes a role for one of our own services, which has checked the permission. Without `endsAt`, the credentials don't
 * expire: Lambda keeps those of its functions valid. Throws if moto refuses.
 */
export async function serviceCredentials(
  forward: Forward,
  accounts: Accounts,
  role: RoleName,
  { region, session, ...options }: { region: string; session: string } & SessionOptions,
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
