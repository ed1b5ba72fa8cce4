import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reviewFixture } from '../../../../bench/support/review-fixture';
import type { Finding } from '../../../../scripts/guard/verdict';
import { sarif } from '../../../../scripts/review/render/sarif';
import type { Review } from '../../../../scripts/review/report';
import { cell, change } from '../changes';
import { finding, reviewOf } from './reviews';

const schema = z.fromJSONSchema(
  JSON.parse(
    readFileSync(join(__dirname, '../../../fixtures/sarif/sarif-2.1.0.schema.json'), 'utf8'),
    // zod would require a full URL for a reference.
    (_, value) => (value === 'uri-reference' ? undefined : value),
  ),
);

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions?: unknown[];
}

interface Run {
  tool: {
    driver: { rules: { id: string; help: { text: string }; defaultConfiguration: { level: string } }[] };
  };
  invocations: {
    executionSuccessful: boolean;
    toolExecutionNotifications?: { message: { text: string } }[];
  }[];
  results: Result[];
}

const runOf = (review: Review): Run => {
  const log = JSON.parse(sarif(review));
  expect(schema.safeParse(log).error?.issues).toBeUndefined();
  return log.runs[0];
};

test('a realistic review is valid SARIF 2.1.0', () => {
  const review = reviewFixture();
  const { results, tool } = runOf(review);
  expect(results).toHaveLength(review.verdict.findings.length);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});

test('the schema is enforced', () => {
  const log = JSON.parse(sarif(reviewFixture()));
  log.runs[0].results[0].level = 'fatal';
  expect(schema.safeParse(log).success).toBe(false);
});

test.each<[Finding['severity'], string, boolean]>([
  ['blocked', 'error', false],
  ['flagged', 'warning', false],
  ['approved', 'note', true],
])('%s is shown as %s', (severity, level, suppressed) => {
  const { results } = runOf(
    reviewOf([cell(0, [])], [finding({ severity, ...(severity === 'approved' && { approval: 'a.json' }) })]),
  );
  expect(results[0]?.level).toBe(level);
  expect(results[0]?.suppressions !== undefined).toBe(suppressed);
});

test.each<[string | undefined, string[], string]>([
  ['tenant:acme', ['acme'], 'environments/prod/tenants/acme.json'],
  ['service:reporting', [], 'environments/prod/services/reporting.json'],
  [undefined, ['acme', 'globex'], 'environments/prod.ts'],
  ['tenant:../../../etc/x', [], 'environments/prod/tenants/..%2F..%2F..%2Fetc%2Fx.json'],
])('a resource of %p is located in a file', (owner, tenants, uri) => {
  const stack = cell(0, [change({ address: 'a.b', owner })]);
  const { results } = runOf(reviewOf([stack], [finding({ stack: stack.stack.id, address: 'a.b', tenants })]));
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
});

test('a tenant that is no longer in a plan is located in its former file', () => {
  const { results } = runOf(reviewOf([], [finding({ stack: 'gone', tenants: ['acme'] })]));
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
    'environments/prod/tenants/acme.json',
  );
});

test('two findings in a file stay separate, and the same in the next review', () => {
  const findings = ['a.b', 'a.c'].map((address) => finding({ address }));
  const prints = () =>
    runOf(reviewOf([cell(0, [])], findings)).results.map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    );
  expect(new Set(prints()).size).toBe(2);
  expect(prints()).toEqual(prints());
});

test('5,000 results at most, blocked first, and the rest is counted', () => {
  const findings = [
    finding({ severity: 'blocked', address: 'a.first' }),
    ...Array.from({ length: 5_001 }, (_, index) => finding({ severity: 'flagged', address: `a.b${index}` })),
  ];
  const { results, invocations } = runOf(reviewOf([cell(0, [])], findings));
  expect(results).toHaveLength(5_000);
  expect(results[0]?.level).toBe('error');
  expect(invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('2 more findings');
});

test('a stack that could not be planned makes the run unsuccessful', () => {
  const review = reviewOf([cell(0, [])], []);
  review.model.failed.push({ id: 'prod-x', reason: 'no rights' });
  expect(runOf(review).invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ message: { text: 'prod-x could not be planned: no rights' } }],
  });
});

test('a rule says how to proceed', () => {
  const { tool } = runOf(reviewOf([cell(0, [])], [finding({ proceed: 'put it back' })]));
  expect(tool.driver.rules[0]?.help.text).toContain('put it back');
});
