/** IAM policy documents, written as plain data so that every right can be read and tested. */

type Condition = Record<string, Record<string, string | readonly string[]>>;

export interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  /** Only in documents that belong to a resource: trust, bucket and key policies. */
  Principal?: '*' | { AWS: string } | { Federated: string };
  Action?: readonly string[];
  NotAction?: readonly string[];
  /** Absent in trust policies only, where the resource is the role itself. */
  Resource?: readonly string[];
  Condition?: Condition;
}

/** What a role may do with one AWS service: looking, which planning needs, and changing, which applying adds. */
export interface ServiceRights {
  read: readonly Statement[];
  write: readonly Statement[];
}

/** A Sid and its rights, for the plain case: these actions on these resources. */
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

/** The document as JSON, without the white space that IAM would not count anyway. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
