import { DatabaseError } from 'pg';
import { Denied, type Reason } from '../shared/denied';

/** PostgreSQL's transient errors: no resources, shutting down, connection lost (appendix A of its manual). */
const passing = /^(08|53|57P)/;

/** PostgreSQL's own errors are final unless transient; a broken connection is worth a retry. */
export const worthRetrying = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || passing.test(error.code ?? '');

function reasonOf({ code = '', message = '' }: { code?: string; message?: string }): Reason {
  // 57014: the server cancelled the query. The driver's own time-outs have no code.
  if (code === '57014' || code === 'ETIMEDOUT' || (!code && /timeout/i.test(message))) return 'store-timeout';
  return code.startsWith('53') ? 'store-throttled' : 'store-unavailable';
}

/**
 * A failed query as Denied, with only what may be logged: PostgreSQL's or the system's code, or the error's name. Never
 * a message or a detail, since PostgreSQL repeats values in them.
 */
export function outage(error: unknown, attempt: number): Denied {
  const { code, name, message } = Object(error) as { code?: string; name?: string; message?: string };
  return new Denied(reasonOf({ code, message }), { error: code ?? name ?? 'unknown', attempts: attempt });
}
