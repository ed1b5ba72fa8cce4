import fc from 'fast-check';
import { judgedText } from '../../../functions/authorizer/judged';
import { Denied } from '../../../functions/shared/denied';
import { assertJudged, judgedOf } from '../../../functions/shared/judged';

const question = (context: Record<string, object> = {}, id = 'a1') => ({
  action: 'createPayment',
  resource: { type: 'Account', id },
  attributes: { tenant_id: { string: 'acme' } },
  context: {
    source_ip: { ipaddr: '127.0.0.1' },
    time: { datetime: '2026-11-27T10:00:00Z' },
    ...context,
  } as never,
});

/** A route that takes both values from the request. */
const route = {
  context: { amount: { header: 'x-amount', type: 'long' }, purpose: { query: 'purpose' } },
} as const;

const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Denied) return { reason: error.reason, ...error.detail };
    throw error;
  }
  return undefined;
};

test("it says what was judged, numbers as numbers, without the caller's address or the time", () => {
  const text = judgedText(route, question({ amount: { long: 1000 }, purpose: { string: 'rent' } }));
  expect(judgedOf(text)).toEqual({
    action: 'createPayment',
    resource: { type: 'Account', id: 'a1' },
    attributes: { tenant_id: 'acme' },
    context: { amount: 1000, purpose: 'rent' },
  });
});

test('whatever was judged arrives intact, through a header of printable ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.maxSafeInteger(), (purpose, amount) => {
      const text = judgedText(route, question({ purpose: { string: purpose }, amount: { long: amount } }));
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(judgedOf(text).context).toEqual({ purpose, amount });
    }),
  );
});

test('values fixed by the route are left out, since no body has to repeat them', () => {
  const fixed = {
    context: { amount: { value: '1000', type: 'long' }, purpose: { query: 'purpose' } },
  } as const;
  const text = judgedText(fixed, question({ amount: { long: 1000 }, purpose: { string: 'rent' } }));
  expect(judgedOf(text).context).toEqual({ purpose: 'rent' });
});

test('a zero is judged as zero', () => {
  expect(judgedOf(judgedText(route, question({ amount: { long: 0 } }))).context).toEqual({ amount: 0 });
});

test('what would not fit into a header is refused, not truncated', () => {
  expect(refusal(() => judgedText(route, question({}, 'ü'.repeat(1000))))).toEqual({
    reason: 'request-unmapped',
    value: 'judged',
  });
});

test.each([undefined, '', 'x', '[]', '{}', '{"action":"a"}', 'null'])(
  '%j did not come through the edge',
  (text) => {
    expect(refusal(() => judgedOf(text))).toEqual({ reason: 'caller-differs', by: 'judged' });
  },
);

test.each([
  ['the same', { amount: 1000 }, undefined],
  ['another amount', { amount: 900_000 }, ['amount']],
  ['the amount as a text', { amount: '1000' }, ['amount']],
  ['no amount', { amount: undefined }, ['amount']],
  ['a value that was not judged', { amount: 1000, currency: 'EUR' }, ['currency']],
  ['a name from every object', { toString: undefined }, ['toString']],
])('a body with %s', (_, found, values) => {
  const judged = judgedOf(judgedText(route, question({ amount: { long: 1000 } })));
  expect(refusal(() => assertJudged(judged, found))).toEqual(
    values && { reason: 'request-judged-otherwise', values },
  );
});
