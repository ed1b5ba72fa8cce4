/**
 * IAM's policy language: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * It fails closed: a condition that can't be evaluated here never satisfies an Allow, and always satisfies a Deny.
 */
import { type Condition, type Context, conditionsHold, like, list, type OneOrMore } from './conditions';

type Principal = '*' | Partial<Record<'AWS' | 'Service' | 'Federated', OneOrMore>>;

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: OneOrMore;
  NotAction?: OneOrMore;
  /** Only in resource policies. */
  Principal?: Principal;
  NotPrincipal?: Principal;
  /** Required in identity policies, optional in resource policies. */
  Resource?: OneOrMore;
  NotResource?: OneOrMore;
  Condition?: Condition;
}

export interface PolicyDocument {
  Statement: Statement | Statement[];
}

/** The principal that a resource policy is evaluated for, and what is known of the request. */
export interface PolicyRequest {
  action: string;
  /** All names by which a statement can refer to this caller. */
  principal: { type: 'AWS' | 'Service' | 'Federated'; names: string[] };
  /** ARN of the resource; omitted if the policy doesn't name resources. */
  resource?: string;
  context: Context;
}

/** The result of evaluating policies: allowed, denied, or not mentioned. */
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

/** The decision of statements that match a request: a Deny wins; otherwise one Allow is enough. */
function decide(meant: readonly Statement[], context: Context): Decision {
  const holding = meant.filter(({ Effect, Condition }) => {
    const holds = conditionsHold(Condition, context);
    return Effect === 'Deny' ? holds !== 'no' : holds === 'yes';
  });
  if (holding.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return holding.length > 0 ? 'allow' : 'nothing';
}

/** The decision of a resource policy. `NotPrincipal` isn't evaluated: it allows nobody, and denies everyone. */
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

/** Whether a resource policy allows the request. */
export const allows = (policy: PolicyDocument, request: PolicyRequest): boolean =>
  resourceDecision(policy, request) === 'allow';

/** The decision of identity policies on an action on a resource. */
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

/** Statements in identity policies that allow an action on a resource. */
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

/** Whether identity policies allow an action on a resource. */
export const grants = (
  policies: readonly PolicyDocument[],
  request: { action: string; resource: string; context: Context },
): boolean => identityDecision(policies, request) === 'allow';
