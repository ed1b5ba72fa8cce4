import type { Identity } from '../accounts';
import type { Rights } from '../sts/rights';
import type { Asked } from './asked';
import type { Context } from './conditions';
import { type Decision, identityDecision, type PolicyDocument, resourceDecision } from './policy';

/** Why something isn't allowed, in AWS's wording. */
export type Refusal =
  | 'with an explicit deny in an identity-based policy'
  | 'with an explicit deny in a permissions boundary'
  | 'with an explicit deny in a session policy'
  | 'with an explicit deny in a resource-based policy'
  | 'because no identity-based policy allows the action'
  | 'because no permissions boundary allows the action'
  | 'because no session policy allows the action'
  | 'because no resource-based policy allows the action';

/** A role's session. */
export type Caller = Pick<Identity, 'account' | 'role' | 'sessionPolicies'>;

/** What a resource policy says about the caller itself, and about its account, which delegates to identity policies. */
function resourceSays(
  policy: PolicyDocument | undefined,
  { account, role }: Caller,
  request: { action: string; resource: string; context: Context },
): { direct: Decision; account: Decision } {
  if (!policy) return { direct: 'nothing', account: 'nothing' };
  const as = (names: string[]) => resourceDecision(policy, { ...request, principal: { type: 'AWS', names } });
  return {
    direct: as([role?.arn ?? '', role?.sessionArn ?? '']),
    account: as([account, `arn:aws:iam::${account}:root`]),
  };
}

/**
 * Whether a role's session may perform an action on a resource, by AWS's evaluation logic; undefined if it may:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(
  caller: Caller,
  { policies, boundary }: Rights,
  { action, resource, context, policy }: Omit<Asked, 'resources'> & { resource: string },
): Refusal | undefined {
  const request = { action, resource, context };
  const identity = identityDecision(policies, request);
  const ceiling = boundary ? identityDecision([boundary], request) : 'allow';
  const session = caller.sessionPolicies ? identityDecision(caller.sessionPolicies, request) : 'allow';
  const own = resourceSays(policy, caller, request);

  if (identity === 'deny') return 'with an explicit deny in an identity-based policy';
  if (own.direct === 'deny' || own.account === 'deny')
    return 'with an explicit deny in a resource-based policy';
  if (ceiling === 'deny') return 'with an explicit deny in a permissions boundary';
  if (session === 'deny') return 'with an explicit deny in a session policy';

  // For KMS keys, the key policy decides: it allows the caller, or delegates to the account's policies.
  if (action.startsWith('kms:') && policy && own.direct !== 'allow' && own.account !== 'allow')
    return 'because no resource-based policy allows the action';
  if (own.direct !== 'allow' && identity !== 'allow')
    return 'because no identity-based policy allows the action';
  if (ceiling !== 'allow') return 'because no permissions boundary allows the action';
  if (session !== 'allow') return 'because no session policy allows the action';
  return undefined;
}

/** AWS's own message. */
export const refusalMessage = (
  caller: Caller,
  { action }: Pick<Asked, 'action'>,
  resource: string,
  why: Refusal,
): string =>
  `User: ${caller.role?.sessionArn} is not authorized to perform: ${action} on resource: ${resource} ${why.replace('the action', `the ${action} action`)}`;
