/**
 * IAM's policy language: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * It fails closed: a condition that can't be judged here never lets an Allow hold, and always a Deny.
 */
import { type Condition, type Context, conditionsHold, like, list, type OneOrMore } from './conditions';

type Principal = '*' | Partial<Record<'AWS' | 'Service' | 'Federated', OneOrMore>>;

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: OneOrMore;
  NotAction?: OneOrMore;
  /** Only in policies of resources. */
  Principal?: Principal;
  NotPrincipal?: Principal;
  /** Policies of identities name resources; those of resources may. */
  Resource?: OneOrMore;
  NotResource?: OneOrMore;
  Condition?: Condition;
}

export interface PolicyDocument {
  Statement: Statement | Statement[];
}

/** Who asks a resource's own policy, and what is known of the request. */
export interface PolicyRequest {
  action: string;
  /** Every name under which a statement may mean this caller. */
  principal: { type: 'AWS' | 'Service' | 'Federated'; names: string[] };
  /** ARN of the resource; left out where the policy doesn't mention resources. */
  resource?: string;
  context: Context;
}

/** What policies say of a request: they allow it, one of them denies it, or they don't mean it. */
export type Decision = 'allow' | 'deny' | 'nothing';

const meansPrincipal = ({ Principal }: Statement, { type, names }: PolicyRequest['principal']): boolean => {
  if (Principal === undefined) return false;
  if (Principal === '*') return true;
  const wanted = list(Principal[type] ?? []);
  return wanted.some((one) => (one === '*' && type === 'AWS') || names.includes(one));
};

const meansAction = ({ Action, NotAction }: Statement, action: string): boolean => {
  const some = (patterns: OneOrMore) =>
    list(patterns).some((one) => like(one.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? some(Action ?? []) : !some(NotAction);
};

const meansResource = ({ Resource, NotResource }: Statement, resource: string, context: Context): boolean => {
  const some = (patterns: OneOrMore) => list(patterns).some((one) => like(one, resource, context));
  return NotResource === undefined ? some(Resource ?? []) : !some(NotResource);
};

const statementsOf = (policies: readonly PolicyDocument[]) =>
  policies.flatMap(({ Statement }) => list(Statement));

/** Of statements that mean a request: none denies it, and one allows it. */
function decide(meant: readonly Statement[], context: Context): Decision {
  const holding = meant.filter(({ Effect, Condition }) => {
    const holds = conditionsHold(Condition, context);
    return Effect === 'Deny' ? holds !== 'no' : holds === 'yes';
  });
  if (holding.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return holding.length > 0 ? 'allow' : 'nothing';
}

/** What a resource's own policy says. `NotPrincipal` isn't judged: it allows nobody, and denies everybody. */
export const resourceDecision = (
  policy: PolicyDocument,
  { action, principal, resource, context }: PolicyRequest,
): Decision =>
  decide(
    statementsOf([policy]).filter(
      (statement) =>
        meansAction(statement, action) &&
        (statement.NotPrincipal ? statement.Effect === 'Deny' : meansPrincipal(statement, principal)) &&
        (resource === undefined || !statement.Resource || meansResource(statement, resource, context)),
    ),
    context,
  );

/** Whether a resource's own policy allows the request. */
export const allows = (policy: PolicyDocument, request: PolicyRequest): boolean =>
  resourceDecision(policy, request) === 'allow';

/** What policies of an identity say of an action on a resource. */
export const identityDecision = (
  policies: readonly PolicyDocument[],
  { action, resource, context }: { action: string; resource: string; context: Context },
): Decision =>
  decide(
    statementsOf(policies).filter(
      (statement) => meansAction(statement, action) && meansResource(statement, resource, context),
    ),
    context,
  );

/** Statements by which policies of an identity allow an action on a resource. */
export const allowingStatements = (
  policies: readonly PolicyDocument[],
  { action, resource, context }: { action: string; resource: string; context: Context },
): Statement[] =>
  statementsOf(policies).filter(
    (statement) =>
      statement.Effect === 'Allow' &&
      meansAction(statement, action) &&
      meansResource(statement, resource, context) &&
      conditionsHold(statement.Condition, context) === 'yes',
  );

/** Whether policies of an identity grant an action on a resource. */
export const grants = (
  policies: readonly PolicyDocument[],
  request: { action: string; resource: string; context: Context },
): boolean => identityDecision(policies, request) === 'allow';
