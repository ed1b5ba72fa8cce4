/** For backends behind the edge: what the policies judged, compared with what the backend is about to do. */
import { Denied } from './denied';

type Values = Readonly<Record<string, string | number>>;

/**
 * What the policy store was asked about a request, apart from the principal. Longs are numbers. The context is what the
 * caller supplied in path, query and headers, without the caller's address, the time and the route's constants.
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
 * Reads the context value `judged`, or the header `x-fleet-judged`. Throws Denied (`caller-differs`) if it is
 * missing or broken, since the request then did not come through the edge.
 */
export function judgedOf(text: unknown): Judged {
  try {
    const judged: unknown = JSON.parse(String(text));
    if (isJudged(judged)) return judged;
  } catch {
    // Reported below.
  }
  throw new Denied('caller-differs', { by: 'judged' });
}

/**
 * Throws Denied (`request-judged-otherwise`, with the values' names) unless each value that the policies judged equals
 * the one that the backend found itself, usually in the body. Values that the backend does not name are not compared;
 * a value that it names but the policies did not judge counts as different.
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
