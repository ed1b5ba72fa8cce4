import { ownRequest } from '../forward';
import { grants, type PolicyDocument } from '../iam/policy';
import type { Forward } from '../service';
import type { RoleName } from './roles';

/** A role's permissions: its inline and attached policies, and its boundary. */
export interface Rights {
  policies: PolicyDocument[];
  boundary?: PolicyDocument;
}

const all = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((found) => found[1] as string);

/** Reads a role's policies from IAM. Throws if IAM does not return one of them. */
export async function rightsOf(forward: Forward, role: RoleName): Promise<Rights> {
  const iam = { service: 'iam', region: 'us-east-1', account: role.account };
  async function ask(Action: string, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-08', Action, ...fields }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await forward(ownRequest(iam, { headers, body }));
    if (answer.status !== 200) throw new Error(`IAM's ${Action} for ${role.arn}: ${String(answer.body)}`);
    return String(answer.body);
  }
  const document = (xml: string, name: string): PolicyDocument =>
    JSON.parse(decodeURIComponent(all(xml, name)[0] ?? ''));
  async function managed(PolicyArn: string): Promise<PolicyDocument> {
    const VersionId = all(await ask('GetPolicy', { PolicyArn }), 'DefaultVersionId')[0] ?? '';
    return document(await ask('GetPolicyVersion', { PolicyArn, VersionId }), 'Document');
  }
  const RoleName = role.name;
  const [own, attached, described] = await Promise.all([
    ask('ListRolePolicies', { RoleName }),
    ask('ListAttachedRolePolicies', { RoleName }),
    ask('GetRole', { RoleName }),
  ]);
  const [ceiling] = all(described, 'PermissionsBoundaryArn');
  const [boundary, ...policies] = await Promise.all([
    ceiling ? managed(ceiling) : undefined,
    ...all(own, 'member').map(async (PolicyName) =>
      document(await ask('GetRolePolicy', { RoleName, PolicyName }), 'PolicyDocument'),
    ),
    ...all(attached, 'PolicyArn').map(managed),
  ]);
  return { policies, ...(boundary && { boundary }) };
}

/** Whether the policies allow it, and so does the boundary, if there is one. */
export const mayDo = ({ policies, boundary }: Rights, request: Parameters<typeof grants>[1]): boolean =>
  grants(policies, request) && (!boundary || grants([boundary], request));
