import { PIPELINE_ACCOUNT } from '../accounts';
import { ownRequest } from '../forward';
import type { PolicyDocument } from '../policy';
import type { Forward } from '../service';

/** AWS Organizations makes this role in every account that it creates. */
const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole';

export interface RoleName {
  account: string;
  name: string;
  arn: string;
}

/** Takes a role's ARN apart; undefined when it is none. */
export function parseRoleArn(arn: string): RoleName | undefined {
  const found = /^arn:aws:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(arn);
  return found ? { arn, account: found[1] as string, name: found[2] as string } : undefined;
}

const query = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(),
});

/** The role's trust policy; undefined when the account's IAM has no role of exactly this ARN. */
export async function findTrust(forward: Forward, role: RoleName): Promise<PolicyDocument | undefined> {
  const iam = { service: 'iam', region: 'us-east-1', account: role.account };
  const get = () => forward(ownRequest(iam, query({ Action: 'GetRole', RoleName: role.name })));
  let answer = await get();
  if (answer.status === 404 && role.name === ORGANIZATION_ROLE) {
    // Made at the first use: nobody can tell the difference, and there is no list of accounts.
    await forward(ownRequest(iam, query(organizationRole)));
    answer = await get();
  }
  const text = String(answer.body);
  const arn = /<Arn>([^<]+)<\/Arn>/.exec(text)?.[1];
  const document = /<AssumeRolePolicyDocument>([^<]+)</.exec(text)?.[1];
  if (answer.status !== 200 || arn !== role.arn || !document) return undefined;
  return JSON.parse(decodeURIComponent(document));
}

const organizationRole = {
  Action: 'CreateRole',
  RoleName: ORGANIZATION_ROLE,
  AssumeRolePolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${PIPELINE_ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    },
  }),
};
