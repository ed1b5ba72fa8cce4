/** IAM policy documents, written as plain data so that every right can be read and tested. */

type Condition = Record<string, Record<string, string | readonly string[]>>;

export interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  /** Only in resource-based policies: trust, bucket and key policies. */
  Principal?: '*' | { AWS: string } | { Federated: string };
  Action?: readonly string[];
  NotAction?: readonly string[];
  /** Omitted only in trust policies, where the resource is the role itself. */
  Resource?: readonly string[];
  Condition?: Condition;
}

/** Rights over one AWS service: reading, which planning needs, and changing, which applying adds. */
export interface ServiceRights {
  read: readonly Statement[];
  write: readonly Statement[];
}

/** A plain Allow statement: these actions on these resources. */
export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  condition?: Condition,
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(condition && { Condition: condition }),
});

/** The document as compact JSON; IAM does not count white space anyway. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
