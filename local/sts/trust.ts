import type { Identity } from '../accounts';
import { allows, type PolicyDocument } from '../iam/policy';

/**
 * Whether a role's trust policy lets these credentials assume it. The pipeline's own credentials stand for every
 * operator and pipeline outside, so they can assume any role that exists. Credentials of an assumed role are evaluated
 * as in AWS.
 */
export function trustsCaller(trust: PolicyDocument, caller: Identity): boolean {
  const { account, role } = caller;
  if (!role) return true;
  return allows(trust, {
    action: 'sts:AssumeRole',
    principal: { type: 'AWS', names: [account, `arn:aws:iam::${account}:root`, role.arn, role.sessionArn] },
    context: { 'aws:PrincipalArn': role.arn, 'aws:PrincipalAccount': account },
  });
}

/** Whether the holder of a web identity token may assume it. The token's signature isn't verified here. */
export function trustsToken(trust: PolicyDocument, account: string, token: string): boolean {
  const claims = claimsOf(token);
  const issuer = String(claims.iss ?? '').replace(/^https:\/\//, '');
  const provider = `arn:aws:iam::${account}:oidc-provider/${issuer}`;
  const context: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (typeof value === 'string') context[`${issuer}:${name}`] = value;
    if (Array.isArray(value)) context[`${issuer}:${name}`] = value.map(String);
  }
  const principal = { type: 'Federated' as const, names: [provider, issuer] };
  return allows(trust, { action: 'sts:AssumeRoleWithWebIdentity', principal, context });
}

/** Whether an AWS service such as `lambda.amazonaws.com` may assume it, for one of its resources. */
export function trustsService(
  trust: PolicyDocument,
  service: string,
  source: { account: string; arn: string },
): boolean {
  return allows(trust, {
    action: 'sts:AssumeRole',
    principal: { type: 'Service', names: [service] },
    context: { 'aws:SourceAccount': source.account, 'aws:SourceArn': source.arn },
  });
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return {};
  }
}
