import { reviewFixture } from '../../../../bench/support/review-fixture';
import { terminal } from '../../../../scripts/review/render/terminal';
import { cell, change } from '../changes';
import { finding, reviewOf } from './reviews';

test('the verdict comes first, with how many findings block', () => {
  expect(terminal(reviewFixture())).toMatch(/^Blocked: 2 findings block it, 2 are flagged, 2 are approved\./);
});

test.each([1, 40, 300])('%d stacks fit on a screen', (stacks) => {
  const review = reviewFixture({ stacks, failed: 30, skipped: 30 });
  const findings = Array.from({ length: 200 }, (_, index) => finding({ rule: `rule-${index}` }));
  review.verdict.findings.unshift(...findings);
  expect(terminal(review).split('\n').length).toBeLessThanOrEqual(40);
});

test('a blocked finding says whose users are affected, how to continue, and what an approval must name', () => {
  const review = reviewFixture();
  const text = terminal(review);
  expect(text).toContain(
    'blocked pool-lost: destroy aws_cognito_user_pool.initech_pool, 2 times; users of initech',
  );
  expect(text).toContain('Put the tenant file back.');
  expect(text).toContain(`an approval names the model ${review.verdict.model}`);
});

test.each<[string, Parameters<typeof reviewOf>[0], string]>([
  ['drift', [cell(0, [change({ section: 'drift' })])], 'Drift: 0 findings of the guard.'],
  ['none', [cell(0, [])], 'As applied: 0 findings of the guard.'],
])('for drift only, it says that nothing was planned: %s', (_, stacks, head) => {
  const review = reviewOf(stacks);
  const text = terminal({ ...review, facts: { ...review.facts, driftOnly: true } });
  expect(text).toMatch(new RegExp(`^${head}`));
  expect(text).toContain(
    `${stacks[0]?.changes.length} of 1 stack ${stacks[0]?.changes.length ? 'is' : 'are'} not as applied`,
  );
  expect(text).not.toContain('block');
});

test('names cannot move the cursor, change colours or start a line', () => {
  const hostile = '\u001b[2J\u202e\r\nClear: nothing';
  const stack = cell(0, [change({ address: hostile })]);
  const review = reviewOf(
    [stack],
    [finding({ rule: hostile, address: hostile, stack: hostile, proceed: hostile, tenants: [hostile] })],
  );
  review.model.failed = [{ id: hostile, reason: hostile }];
  review.verdict.approvals = [{ file: hostile, state: 'expired', why: hostile }];
  const text = terminal(review);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^Clear/m);
});
