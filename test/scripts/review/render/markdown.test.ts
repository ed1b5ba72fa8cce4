import fc from 'fast-check';
import { reviewFixture } from '../../../../bench/support/review-fixture';
import { block, cellCode, code, prose } from '../../../../scripts/review/render/markdown/escape';
import { markdown, markdownAt, sizes } from '../../../../scripts/review/render/markdown/markdown';
import { cell, change } from '../changes';
import { finding, reviewOf } from './reviews';

const bytes = (text: string) => Buffer.byteLength(text);

describe('the ladder', () => {
  const review = reviewFixture({ stacks: 120 });
  const written = sizes.map((size) => markdownAt(review, size));

  test.each(sizes.map((size, index) => [size, written[index] ?? ''] as const))(
    '%s starts with the verdict and how many findings block',
    (_, text) => {
      const blocked = review.verdict.findings.filter(({ severity }) => severity === 'blocked').length;
      expect(blocked).toBeGreaterThan(1);
      expect(text.split('\n').slice(0, 3).join('\n')).toMatch(
        new RegExp(`^## ⛔ Blocked: .*\n\n\\*\\*${blocked} findings block it`),
      );
    },
  );

  test('each level is smaller than the one before', () => {
    const lengths = written.map(bytes);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(new Set(lengths).size).toBe(sizes.length);
  });

  test.each(sizes.map((size, index) => [size, index] as const))('%s is used if it just fits', (_, index) => {
    const text = written[index] ?? '';
    expect(markdown(review, bytes(text))).toBe(text);
    expect(markdown(review, bytes(text) - 1)).toBe(written[index + 1] ?? text);
  });

  test.each<[string, boolean, boolean, boolean, boolean, boolean]>([
    // What each level has: values, effects of a group, the group, the stack, the blocked rule.
    ['full', true, true, true, true, true],
    ['no-diffs', false, true, true, true, true],
    ['groups', false, false, true, true, true],
    ['stacks', false, false, false, true, true],
    ['verdict', false, false, false, false, true],
  ])('%s has what it says', (size, ...has) => {
    const text = written[sizes.indexOf(size as (typeof sizes)[number])] ?? '';
    expect([
      text.includes('@@ password_policy.minimum_length @@'),
      text.includes('means: access tokens would be valid for 30 minutes, now 15'),
      text.includes('`aws_cognito_user_pool.{tenant}_pool`: the same change in'),
      text.includes('`prod-cells-a-eu-central-1-cell-01`'),
      text.includes('`pool-lost`'),
    ]).toEqual(has);
  });

  test('a blocked finding has its rule, resource, tenants and how to proceed, down to the size of groups', () => {
    for (const text of written.slice(0, 3)) {
      expect(text).toContain('destroy `aws_cognito_user_pool.initech_pool`');
      expect(text).toContain('users of 1 tenant: `initech`');
      expect(text).toContain('to proceed: Put the tenant file back.');
    }
  });
});

test('the comment fits for any fleet, and keeps the number of blocking findings', () => {
  const long = 'x'.repeat(5_000);
  const stacks = Array.from({ length: 400 }, (_, index) =>
    cell(index, [
      change({ address: `a.${long}${index}`, attributes: [{ path: long, before: long, after: index }] }),
    ]),
  );
  const findings = stacks.map(({ stack }, index) =>
    finding({ rule: `rule-${index}${long}`, stack: stack.id, why: long, proceed: long, tenants: [long] }),
  );
  const review = reviewOf(stacks, findings);
  review.model.failed = stacks.map(({ stack }) => ({ id: `${stack.id}-failed`, reason: long }));
  const text = markdown(review);
  expect(bytes(text)).toBeLessThan(60_000);
  expect(text).toContain('**400 findings block it.**');
});

test('a change in fifty cells is one line, with its exceptions', () => {
  const stacks = Array.from({ length: 50 }, (_, index) =>
    cell(index, [
      change({
        id: `id-${index}`,
        attributes: [{ path: 'mfa', before: index === 9 ? 'ON' : 'OFF', after: 'OPTIONAL' }],
      }),
    ]),
  );
  const text = markdown(reviewOf(stacks));
  expect(text).toContain('the same change in 49 cells; different in 1 place');
  expect(text).toContain('different in `prod-cells-a-eu-central-1-cell-9`');
});

test('a secret and an unknown value are shown as marks', () => {
  const text = markdown(
    reviewOf([
      cell(0, [
        change({
          attributes: [
            { path: 'a', secret: true },
            { path: 'b', before: 1, unknown: true },
          ],
        }),
      ]),
    ]),
  );
  expect(text).toContain('! (secret)');
  expect(text).toContain('+ (known after apply)');
});

/** The text without its code spans, according to CommonMark: a span ends at the next run of as many backticks. */
function outsideCode(text: string): string {
  let outside = '';
  for (let at = 0; at < text.length; ) {
    const run = /^`+/.exec(text.slice(at))?.[0];
    if (!run) {
      outside += text[at];
      at++;
      continue;
    }
    const close = [...text.slice(at + run.length).matchAll(/`+/g)].find(
      ([other]) => other.length === run.length,
    );
    outside += close ? '' : run;
    at += run.length + (close ? close.index + run.length : 0);
  }
  return outside;
}

const hostile = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '@octocat',
    '@org/team',
    '#1',
    'GH-12',
    'org/x#3',
  ],
  ...[
    '[x](javascript:alert(1))',
    '![x](http://x/y.png)',
    '**b**',
    '_i_',
    '~~s~~',
    '| a | b |',
    '---',
    '- x',
    '1. x',
  ],
  ...[
    '`',
    '``',
    '```',
    '` @octocat `',
    '\n\n# h',
    '\n```\n@octocat',
    '\u202e',
    '\u001b[31m',
    '&lt;',
    '\\',
    'www.x.y',
  ],
  ...[
    'https://evil.example/',
    'me@evil.example',
    'd46b55aa',
    '</details>',
    '<!--',
    '+ x',
    '> q',
    '=',
    '$x$',
    '',
  ],
];
const fragment = fc.oneof(fc.constantFrom(...hostile, ' ', 'word', '.', ','), fc.string({ maxLength: 3 }));
const text = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''));

test('prose has no mark-up, mention, link or reference outside code', () => {
  fc.assert(
    fc.property(text, (value) => {
      const shown = prose(value);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(outsideCode(`- ${shown}`).slice(2)).not.toMatch(
        /[@#<>&*_~[\]\\|`$=]|:\/\/|www\.|GH-\d|^\s*(?:[-+]|\d+[.)])\s/,
      );
    }),
    { numRuns: 2000 },
  );
});

test('a value in code is that value, and none of it is outside', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(outsideCode(code(value))).toBe('');
      expect(cellCode(value).replaceAll('\\|', '')).not.toContain('|');
    }),
    { numRuns: 2000 },
  );
});

test('nothing ends a block', () => {
  fc.assert(
    fc.property(text, (value) => {
      const [open = '', ...lines] = block('diff', value).split('\n');
      const fence = /^`+/.exec(open)?.[0] ?? '';
      expect(fence.length).toBeGreaterThanOrEqual(3);
      expect(lines.filter((line) => line.trim().startsWith(fence))).toEqual([fence]);
    }),
    { numRuns: 2000 },
  );
});

test('hostile names and values are only text, wherever they are', () => {
  const all = hostile.join(' ');
  const stack = cell(0, [
    change({
      address: `a.${all}`,
      previousAddress: all,
      owner: `tenant:${all}`,
      attributes: [{ path: all, before: all, after: { [all]: [all] } }],
      effects: [{ id: 'code-changed', what: all }],
    }),
  ]);
  const review = reviewOf(
    [stack],
    [finding({ rule: all, stack: all, address: all, why: all, proceed: all, tenants: [all], approval: all })],
  );
  review.model.failed = [{ id: all, reason: all }];
  review.model.skipped = [{ id: all, why: all }];
  review.verdict.approvals = [{ file: all, state: 'unused', why: all }];
  review.facts = { ...review.facts, by: all, commit: all, authors: [all] };
  for (const size of sizes) {
    const left = markdownAt(review, size)
      .split('\n')
      // Blocks are tested above; their lines start with what no value can start with.
      .filter((line) => !/^\s*(?:[-+!] |@@|`{3,}| {2})/.test(line) || /^\s*- \*?\*?[`a-z]/.test(line))
      .map(outsideCode)
      .join('\n');
    expect(left).not.toMatch(/@|<script|<img|<!--|javascript|evil|www\./);
  }
});
