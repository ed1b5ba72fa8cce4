/** How long one try may take at the database, in milliseconds. */
export interface DatabaseBudget {
  /** To open a connection: TCP, TLS and the IAM token. */
  connect: number;
  /** From the query to its whole answer. */
  query: number;
}

/** The first and one retry, on a new connection: a connection that froze with the function may be dead. */
export const attempts = 2;

/**
 * Two tries take 3.4 s at most, so that a cold start has 1.5 s of the 5 s that Cognito waits (see
 * shared/budget.ts). The query reads two rows by primary key, in a few milliseconds.
 */
export const databaseBudget: DatabaseBudget = { connect: 1000, query: 700 };
