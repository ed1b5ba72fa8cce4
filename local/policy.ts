/**
 * As much of IAM's policy language as trust policies, Lambda's resource policies and the rights to connect to a
 * database need:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */

type OneOrMore = string | string[];

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: OneOrMore;
  Principal?: '*' | Partial<Record<'AWS' | 'Service' | 'Federated', OneOrMore>>;
  /** Only policies of identities name resources. */
  Resource?: OneOrMore;
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
  context: Context;
}

/** Some keys have several values, such as `amr` of an identity pool. */
type Context = Record<string, OneOrMore>;

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

/** What an operator asks of a key's values; undefined for one that isn't known here. */
function operatorOf(name: string): ((wanted: string[], value: OneOrMore) => boolean) | undefined {
  const anyValue = name.startsWith('ForAnyValue:');
  const holds = operators[anyValue ? name.slice('ForAnyValue:'.length) : name];
  if (!holds) return undefined;
  // A key of several values can only be asked with ForAnyValue.
  return (wanted, value) =>
    (anyValue || !Array.isArray(value)) && list(value).some((v) => wanted.some((one) => holds(one, v)));
}

/** Fails closed: an operator or key that isn't known here never holds. */
function conditionsHold(statement: Statement, context: Context): boolean {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const value = known.get(key.toLowerCase());
      return value !== undefined && (operatorOf(operator)?.(list(wanted), value) ?? false);
    }),
  );
}

function meansPrincipal({ Principal }: Statement, { type, names }: PolicyRequest['principal']): boolean {
  if (Principal === undefined) return false;
  if (Principal === '*') return true;
  const wanted = list(Principal[type] ?? []);
  return wanted.some((one) => (one === '*' && type === 'AWS') || names.includes(one));
}

const meansAction = ({ Action }: Statement, action: string) =>
  list(Action ?? []).some((one) => like(one.toLowerCase(), action.toLowerCase()));

/** Whether a resource's own policy allows the request: some Allow means it, and no Deny does. */
export const allows = (policy: PolicyDocument, request: PolicyRequest): boolean =>
  decides(
    list(policy.Statement).filter(
      (statement) => meansAction(statement, request.action) && meansPrincipal(statement, request.principal),
    ),
    request.context,
  );

/** Whether policies of an identity grant an action on a resource. */
export const grants = (
  policies: PolicyDocument[],
  { action, resource, context }: { action: string; resource: string; context: Context },
): boolean =>
  decides(
    policies
      .flatMap(({ Statement }) => list(Statement))
      .filter((statement) => {
        // `NotAction` and `NotResource` aren't judged here: one in a Deny is taken to mean the request.
        const meant =
          meansAction(statement, action) && list(statement.Resource ?? []).some((one) => like(one, resource));
        return meant || (statement.Effect === 'Deny' && (!statement.Action || !statement.Resource));
      }),
    context,
  );

/** Of the statements that mean a request: one allows it, and none denies it. */
function decides(meant: Statement[], context: Context): boolean {
  // A Deny under conditions that can't be judged here is taken to hold.
  const denied = meant.some(
    (statement) =>
      statement.Effect === 'Deny' && (conditionsHold(statement, context) || hasUnknown(statement, context)),
  );
  return (
    !denied && meant.some((statement) => statement.Effect === 'Allow' && conditionsHold(statement, context))
  );
}

function hasUnknown(statement: Statement, context: Context): boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return Object.entries(statement.Condition ?? {}).some(
    ([operator, keys]) =>
      !operatorOf(operator) || Object.keys(keys).some((key) => !known.has(key.toLowerCase())),
  );
}
