import { PIPELINE_ACCOUNT } from '../accounts';
import { ownRequest } from '../forward';
import type { PolicyDocument } from '../iam/policy';
import type { Forward } from '../service';

/** AWS Organizations creates this role in every account that it creates. */
const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole';

export interface RoleName {
  account: string;
  name: string;
  arn: string;
}

/** Parses a role's ARN; undefined if it isn't one. */
export function parseRoleArn(arn: string): RoleName | undefined {
  const found = /^arn:aws:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(arn);
  return found ? { arn, account: found[1] as string, name: found[2] as string } : undefined;
}

const query = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(),
});

/** Who can assume a role, and its maximum session duration. */
export interface FoundRole {
  trust: PolicyDocument;
  /** `MaxSessionDuration`. */
  maxSeconds: number;
}

/** The role's trust policy; undefined if the account has no role with exactly this ARN. */
export const findTrust = async (forward: Forward, role: RoleName): Promise<PolicyDocument | undefined> =>
  (await findRole(forward, role))?.trust;

/** The role; undefined if the account has none with exactly this ARN. */
export async function findRole(forward: Forward, role: RoleName): Promise<FoundRole | undefined> {
  const iam = { service: 'iam', region: 'us-east-1', account: role.account };
  const get = () => forward(ownRequest(iam, query({ Action: 'GetRole', RoleName: role.name })));
  let answer = await get();
  if (answer.status === 404 && role.name === ORGANIZATION_ROLE) {
    // Created at the first use: callers can't tell the difference, and there is no list of accounts.
    await forward(ownRequest(iam, query(organizationRole)));
    answer = await get();
  }
  const text = String(answer.body);
  const arn = /<Arn>([^<]+)<\/Arn>/.exec(text)?.[1];
  const document = /<AssumeRolePolicyDocument>([^<]+)</.exec(text)?.[1];
  if (answer.status !== 200 || arn !== role.arn || !document) return undefined;
  const maxSeconds = Number(/<MaxSessionDuration>(\d+)</.exec(text)?.[1] ?? 3600);
  return { trust: JSON.parse(decodeURIComponent(document)), maxSeconds };
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
