import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Fn, Lazy, TerraformStack, Token } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');

import fc from 'fast-check';
import { resolve } from '../../../stacks/synthesis/resolve';

const outdir = mkdtempSync(join(tmpdir(), 'resolve-'));
const stack = new TerraformStack(new App({ outdir, stackTraces: false }), 'stack');
afterAll(() => rmSync(outdir, { recursive: true }));

const number = Token.asNumber({ resolve: () => 7 });
const text = Token.asString({ resolve: () => ({ nested: ['a', undefined, Token.asString('b')] }) });

/** Tokens of every kind, and values that look like one. */
const odd = fc.constantFrom<unknown>(
  text,
  `before ${Fn.join('-', ['a', Token.asString({ resolve: () => 'x' })])} after`,
  number,
  `number ${number}`,
  Token.asList({ resolve: () => ['a', 'b'] }),
  Token.asNumberList({ resolve: () => [1, 2] }),
  Token.asStringMap({ resolve: () => ({ a: 'b' }) }),
  Token.nullValue(),
  Lazy.anyValue({ produce: () => [undefined, { a: undefined, b: 1 }] }),
  { [`key ${Token.asString({ resolve: () => 'resolved' })}`]: 1 },
  ['one', Token.asList({ resolve: () => ['a'] })[0]],
  Token.STRING_MAP_TOKEN_VALUE,
  Token.ANY_MAP_TOKEN_VALUE,
  Token.NUMBER_MAP_TOKEN_VALUE,
  -1.5e280,
  'a 1e5 of 2e+7 and 3.4e-1|e',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own.
  '${var.name} and $${escaped}',
  `\${TfToken[TOKEN.unknown]}`,
  undefined,
  new Date(0),
  Object.create(null),
  Object.create({ inherited: 1 }),
  { resolve: 'not a function' },
  { resolve: () => 'a token of its own' },
  () => 1,
  stack,
  new Map([['a', 1]]),
  10n,
  Symbol.iterator,
);

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
    { weight: 2, arbitrary: odd },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 3, arbitrary: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }) },
  ),
})).value;

/** The result, key by key in order, or the error. */
function outcome(act: () => unknown) {
  try {
    const value = act();
    return { value, order: typeof value === 'object' ? JSON.stringify(value) : '' };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

test('any value resolves as in CDKTF, or to the same error', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(values, (value) => {
      const theirs = outcome(() => tokens.resolve(stack, value));
      kinds.add('error' in theirs ? 'error' : typeof theirs.value);
      expect(outcome(() => resolve(stack, value))).toEqual(theirs);
    }),
    { numRuns: 3000 },
  );
  expect([...kinds]).toEqual(expect.arrayContaining(['error', 'object', 'string', 'number']));
});

test('a value that contains itself is refused, not followed for ever', () => {
  const circle: Record<string, unknown> = {};
  circle.inner = circle;
  const theirs = outcome(() => tokens.resolve(stack, circle));
  expect(theirs.error).toMatch(/circular/i);
  expect(outcome(() => resolve(stack, circle))).toEqual(theirs);
});
