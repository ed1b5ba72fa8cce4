import { DatabaseError } from 'pg';
import { Denied, type Reason } from '../shared/denied';

/** PostgreSQL's words for "not now": no resources, shutting down, connection lost (appendix A of its manual). */
const passing = /^(08|53|57P)/;

/** What PostgreSQL itself says is final, unless it says "not now"; a broken connection is worth a new one. */
export const worthRetrying = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || passing.test(error.code ?? '');

function reasonOf({ code = '', message = '' }: { code?: string; message?: string }): Reason {
  // 57014: the server cut the query off. The driver has no code of its own for its time-outs.
  if (code === '57014' || code === 'ETIMEDOUT' || (!code && /timeout/i.test(message))) return 'store-timeout';
  return code.startsWith('53') ? 'store-throttled' : 'store-unavailable';
}

/**
 * A failed query, by what may be logged of it: PostgreSQL's or the system's code, or the error's name. Never a
 * message or a detail, for PostgreSQL repeats values in them.
 */
export function outage(error: unknown, attempt: number): Denied {
  const { code, name, message } = Object(error) as { code?: string; name?: string; message?: string };
  return new Denied(reasonOf({ code, message }), { error: code ?? name ?? 'unknown', attempts: attempt });
}
