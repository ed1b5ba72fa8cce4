/** How long one try at the database may take, in milliseconds. */
export interface DatabaseBudget {
  /** To open a connection: TCP, TLS and the IAM token. */
  connect: number;
  /** From the query to the complete answer. */
  query: number;
}

/** One try and one retry, on a new connection: a connection frozen with the function may be dead. */
export const attempts = 2;

/**
 * Two tries take 3.4 s at most, which leaves a cold start 1.5 s of the 5 s that Cognito waits (see
 * shared/budget.ts). The query reads two rows by primary key, in a few milliseconds.
 */
export const databaseBudget: DatabaseBudget = { connect: 1000, query: 700 };
