import { Signer } from '@aws-sdk/rds-signer';
import { Accounts } from '../../../local/accounts';
import { Authority } from '../../../local/authority';
import { Rds } from '../../../local/rds/server';
import type { AwsResponse } from '../../../local/service';

export const host = 'roles.proxy-a1b2.eu-central-1.rds.amazonaws.com';
const account = '101010101010';
export const keys = { accessKeyId: 'ASIAHOOK', secretAccessKey: 'se/cr+et', sessionToken: 'to+ken' };

/** IAM of an account with one role, whose only policy is this one. */
const iam =
  (policy: object) =>
  (Action: string): AwsResponse => {
    const answers: Record<string, string> = {
      ListRolePolicies: '<member>connect</member>',
      GetRolePolicy: `<PolicyDocument>${encodeURIComponent(JSON.stringify(policy))}</PolicyDocument>`,
      ListAttachedRolePolicies: '<AttachedPolicies/>',
      GetRole: '<Arn/>',
    };
    return { status: 200, headers: {}, body: answers[Action] ?? '' };
  };

const mayConnect = (Resource: string) => ({
  Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource }],
});

/** RDS Proxy, and a role whose policy lets it connect as `hook` and as `nobody`. */
export async function startRds(
  policy: object = mayConnect(`arn:aws:rds-db:eu-central-1:${account}:dbuser:prx-0123456789abcdef0/*o*`),
) {
  const accounts = new Accounts();
  const role = { arn: `arn:aws:iam::${account}:role/fleet/hook`, sessionArn: 'arn:session' };
  accounts.learn(keys.accessKeyId, { account, role, secret: keys.secretAccessKey });
  const authority = new Authority();
  const answer = iam(policy);
  const rds = new Rds({
    forward: async ({ body }) => answer(new URLSearchParams(body.toString()).get('Action') ?? ''),
    accounts,
    authority,
    now: Date.now,
  });
  return { rds, port: await rds.start(), ca: authority.certificate };
}

/** A token as the hook makes it. */
export const token = (changed: Partial<ConstructorParameters<typeof Signer>[0]> = {}): Promise<string> =>
  new Signer({
    hostname: host,
    port: 5432,
    username: 'hook',
    region: 'eu-central-1',
    credentials: keys,
    ...changed,
  }).getAuthToken();
