import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import { contextOf, set } from './events';
import { logOf } from './log';

/** Events, of which one in five has one part replaced by arbitrary JSON, and one in ten is not an event at all. */
export const spoilable = <E extends object>(
  events: fc.Arbitrary<E>,
  paths: readonly string[],
): fc.Arbitrary<unknown> => {
  const part = fc.tuple(events, fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }));
  return fc.oneof(
    { weight: 7, arbitrary: events },
    {
      weight: 2,
      arbitrary: part.map(([event, path, value]) => {
        set(event, path, value);
        return event;
      }),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
};

/** A call through one alias, or through none. */
export const contexts = (...aliases: readonly string[]): fc.Arbitrary<Context> =>
  fc.constantFrom(undefined, ...aliases, ...aliases).map(contextOf);

/**
 * Calls the handler with each of 10,000 generated cases. A refusal must be the one public error; what is
 * granted must be `right`. Returns how many were granted and refused, since a property that never applies
 * proves nothing.
 */
export async function checked<C>(
  cases: fc.Arbitrary<C>,
  call: (one: C) => Promise<unknown>,
  right: (one: C, answer: unknown) => boolean,
): Promise<{ granted: number; refused: number; text: string }> {
  let granted = 0;
  let refused = 0;
  const property = fc.asyncProperty(cases, async (one) => {
    const answer = await call(one).catch((error: Error) => error.message);
    if (typeof answer === 'string') {
      refused += 1;
      return answer === 'access denied';
    }
    granted += 1;
    return right(one, answer);
  });
  const { text } = await logOf(() => fc.assert(property, { numRuns: 10_000 }));
  return { granted, refused, text };
}
