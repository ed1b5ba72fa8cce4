/** For backends behind the edge: what the policies judged, compared with what the backend is about to do. */
import { Denied } from './denied';

type Values = Readonly<Record<string, string | number>>;

/**
 * What the policy store was asked about a request, beside who asks. Whole numbers are numbers. The context is what the
 * caller said in path, query and headers; the caller's address, the time and what the route fixes are left out.
 */
export interface Judged {
  action: string;
  resource: { type: string; id: string };
  attributes: Values;
  context: Values;
}

const isJudged = (value: unknown): value is Judged => {
  const { action, resource, attributes, context } = Object(value);
  return (
    typeof action === 'string' &&
    [resource, attributes, context].every((part) => part && typeof part === 'object')
  );
};

/**
 * Reads the context value `judged`, or the header `x-fleet-judged`. Throws Denied (`caller-differs`) where it is
 * missing or broken: the request did not come through the edge.
 */
export function judgedOf(text: unknown): Judged {
  try {
    const judged: unknown = JSON.parse(String(text));
    if (isJudged(judged)) return judged;
  } catch {
    // Said below.
  }
  throw new Denied('caller-differs', { by: 'judged' });
}

/**
 * Throws Denied (`request-judged-otherwise`, with the values' names) unless each value that the policies judged is what the
 * backend has found out for itself, most often in the body. What the backend does not name is not compared; what it
 * names and the policies did not judge differs.
 * @example assertJudged(judgedOf(headers['x-fleet-judged']), { amount: body.amount });
 */
export function assertJudged(
  { context }: Pick<Judged, 'context'>,
  found: Readonly<Record<string, unknown>>,
): void {
  const values = Object.keys(found).filter(
    (name) => !Object.hasOwn(context, name) || context[name] !== found[name],
  );
  if (values.length > 0) throw new Denied('request-judged-otherwise', { values });
}
