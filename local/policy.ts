/**
 * As much of IAM's policy language as trust policies and Lambda's resource policies need:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */

type OneOrMore = string | string[];

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: OneOrMore;
  Principal?: '*' | Partial<Record<'AWS' | 'Service' | 'Federated', OneOrMore>>;
  Condition?: Record<string, Record<string, OneOrMore>>;
}

export interface PolicyDocument {
  Statement: Statement | Statement[];
}

/** Who asks, and what is known of the request: condition key (any case) → value. */
export interface PolicyRequest {
  action: string;
  /** Every name under which a statement may mean this caller. */
  principal: { type: 'AWS' | 'Service' | 'Federated'; names: string[] };
  context: Record<string, string>;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** `*` stands for any text, `?` for one character. */
function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

const equal = (wanted: string, value: string) => wanted === value;
const operators: Record<string, (wanted: string, value: string) => boolean> = {
  StringEquals: equal,
  StringLike: like,
  // ArnEquals and ArnLike behave alike, says IAM's own page.
  ArnEquals: like,
  ArnLike: like,
};

/** Fails closed: an operator or key that isn't known here never holds. */
function conditionsHold(statement: Statement, context: Record<string, string>): boolean {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const value = known.get(key.toLowerCase());
      const holds = operators[operator];
      return value !== undefined && holds !== undefined && list(wanted).some((one) => holds(one, value));
    }),
  );
}

function meansPrincipal({ Principal }: Statement, { type, names }: PolicyRequest['principal']): boolean {
  if (Principal === undefined) return false;
  if (Principal === '*') return true;
  const wanted = list(Principal[type] ?? []);
  return wanted.some((one) => (one === '*' && type === 'AWS') || names.includes(one));
}

/** Whether a resource's own policy allows the request: some Allow means it, and no Deny does. */
export function allows(policy: PolicyDocument, request: PolicyRequest): boolean {
  const meant = list(policy.Statement).filter(
    (statement) =>
      list(statement.Action).some((action) => like(action.toLowerCase(), request.action.toLowerCase())) &&
      meansPrincipal(statement, request.principal),
  );
  // A Deny under conditions that can't be judged here is taken to hold.
  const denied = meant.some(
    (statement) =>
      statement.Effect === 'Deny' &&
      (conditionsHold(statement, request.context) || hasUnknown(statement, request.context)),
  );
  return (
    !denied &&
    meant.some((statement) => statement.Effect === 'Allow' && conditionsHold(statement, request.context))
  );
}

function hasUnknown(statement: Statement, context: Record<string, string>): boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return Object.entries(statement.Condition ?? {}).some(
    ([operator, keys]) =>
      !operators[operator] || Object.keys(keys).some((key) => !known.has(key.toLowerCase())),
  );
}
