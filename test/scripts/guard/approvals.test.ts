import * as fc from 'fast-check';
import type { ApprovalFile } from '../../../scripts/guard/load';
import { approvalOf, changeOf, hash, judged, modelOf, modelWith, now, stackOf } from './models';

const pool = 'aws_cognito_user_pool';
const gone = modelWith({ type: pool, action: 'delete' });

type Given = Partial<ApprovalFile['approval']>;

/** One approval of the pool's loss, and its result. */
const useOf = (given: Given, by: Parameters<typeof judged>[1] = {}) => {
  const { outcome, approvals } = judged(gone, { approvals: [approvalOf(given)], ...by });
  return { outcome, ...approvals[0] };
};

test('an exact approval is used', () => {
  expect(useOf({})).toEqual({
    outcome: 'flagged',
    file: 'environments/prod/approvals/a.json',
    state: 'used',
    why: `allows pool-lost for ${pool}.acme_thing until 2026-12-05`,
  });
});

test.each<[string, Given, string, string]>([
  ['another stack', { stack: 'prod-cells-a-eu-west-1-cell-01' }, 'mismatched', 'stack is'],
  ['another address', { address: `${pool}.acme_thing2` }, 'mismatched', `has "${pool}.acme_thing"`],
  ['another action', { action: 'replace' }, 'mismatched', 'the finding has "delete"'],
  ['another rule', { rule: 'client-lost' }, 'mismatched', 'the finding has "pool-lost"'],
  ['another model', { model: 'b'.repeat(64) }, 'mismatched', `this plan set has ${hash}`],
  [
    'everything else, in this model',
    { stack: 'prod-x-y', rule: 'key-lost' },
    'mismatched',
    'nothing like it',
  ],
  [
    'everything else, in another model',
    { stack: 'prod-x-y', rule: 'key-lost', model: 'b'.repeat(64) },
    'unused',
    'nothing in this plan set matches it',
  ],
  ['a day that is over', { expires: '2026-11-30' }, 'expired', 'expired at the end of 2026-11-30'],
  [
    'a day that is over, of something else',
    { expires: '2026-11-30', rule: 'key-lost' },
    'expired',
    'expired at',
  ],
  ['a day that never was', { expires: '2026-02-31x' }, 'expired', 'expired at'],
  ['a day too far away', { expires: '2027-01-02' }, 'mismatched', 'at most 30 days ahead'],
  ['the author', { approver: 'alice@northpay.example' }, 'mismatched', 'is an author of the change'],
  ['another author', { approver: 'bob@northpay.example' }, 'mismatched', 'is an author of the change'],
  ['an author in capitals', { approver: 'Bob@NorthPay.example' }, 'mismatched', 'someone else has to'],
])('an approval with %s covers nothing', (_, given, state, why) => {
  expect(useOf(given)).toMatchObject({ outcome: 'blocked', state, why: expect.stringContaining(why) });
});

test('it is valid to the end of its last day in UTC', () => {
  const at = (time: string) => useOf({}, { now: new Date(time) }).state;
  expect(at('2026-12-05T23:59:59.999Z')).toBe('used');
  expect(at('2026-12-06T00:00:00Z')).toBe('expired');
  expect(useOf({ expires: '2026-12-31' }).state).toBe('used');
});

test('it does not count if the authors are unknown, but does if there are none', () => {
  expect(useOf({}, { authors: null })).toMatchObject({
    outcome: 'blocked',
    state: 'mismatched',
    why: expect.stringContaining('authors are unknown'),
  });
  expect(useOf({}, { authors: [] })).toMatchObject({ outcome: 'flagged', state: 'used' });
});

test('authors are compared without regard to case', () => {
  expect(useOf({}, { authors: ['CAROL@NORTHPAY.EXAMPLE'] }).state).toBe('mismatched');
});

test('of two approvals for the same finding, the second is unused', () => {
  const { approvals } = judged(gone, { approvals: [approvalOf(), approvalOf({}, 'b.json')] });
  expect(approvals).toMatchObject([
    { state: 'used' },
    { state: 'unused', why: 'environments/prod/approvals/a.json already approves it' },
  ]);
});

test('an invalid approval does not keep a valid one from being used', () => {
  const approvals = [approvalOf({ expires: '2026-11-01' }), approvalOf({}, 'b.json')];
  expect(judged(gone, { approvals })).toMatchObject({
    outcome: 'flagged',
    findings: [{ approval: 'environments/prod/approvals/b.json' }],
    approvals: [{ state: 'expired' }, { state: 'used' }],
  });
});

test('a flagged finding needs no approval; one that is blocked in every environment does', () => {
  const elsewhere = { production: false };
  const flagged = judged(modelWith({ type: pool, action: 'delete' }, elsewhere), {
    approvals: [approvalOf()],
  });
  expect(flagged).toMatchObject({ findings: [{ severity: 'flagged' }], approvals: [{ state: 'unused' }] });
  const reset = judged(modelWith({ type: pool, effects: ['setting-reset'] }, elsewhere), {
    approvals: [approvalOf({ action: 'update', rule: 'setting-reset' })],
  });
  expect(reset).toMatchObject({ findings: [{ severity: 'approved' }], approvals: [{ state: 'used' }] });
});

test('an approval never covers more than the finding that it names', () => {
  const names = ['acme_pool', 'globex_pool'];
  const cells = ['cell-01', 'cell-02'];
  const model = modelOf(
    cells.map((stack) =>
      stackOf(
        { stack },
        names.flatMap((name) => [
          changeOf({
            type: pool,
            action: 'replace',
            address: `${pool}.${name}`,
            effects: ['mfa-lowered', 'schema-changed'],
          }),
          changeOf({
            type: 'aws_cognito_user_pool_client',
            action: 'delete',
            address: `aws_cognito_user_pool_client.${name}`,
          }),
        ]),
      ),
    ),
  );
  const open = judged(model).findings;
  const anyApproval = fc
    .record({
      finding: fc.constantFrom(...open),
      action: fc.constantFrom('delete' as const, 'replace' as const, undefined),
      rule: fc.constantFrom('pool-lost', 'sign-in-weakened', undefined),
      model: fc.constantFrom(hash, hash, 'c'.repeat(64)),
      approver: fc.constantFrom('carol@northpay.example', 'alice@northpay.example'),
      expires: fc.constantFrom('2026-12-05', '2026-11-01'),
    })
    .map(({ finding, action, rule, ...given }) =>
      approvalOf({
        ...given,
        stack: finding.stack,
        address: finding.address,
        action: action ?? finding.action,
        rule: rule ?? finding.rule,
      }),
    );
  fc.assert(
    fc.property(fc.array(anyApproval, { maxLength: 4 }), (list) => {
      const approvals = list.map(({ approval }, index) => ({ file: `${index}.json`, approval }));
      const verdict = judged(model, { approvals });
      const key = ({
        stack,
        address,
        action,
        rule,
      }: Record<'stack' | 'address' | 'action' | 'rule', string>) => [stack, address, action, rule].join(' ');
      const right = approvals.filter(
        ({ approval }) =>
          approval.model === hash &&
          approval.approver.startsWith('carol') &&
          Date.parse(approval.expires) > now.getTime(),
      );
      const wanted = new Set(right.map(({ approval }) => key(approval)));
      for (const finding of verdict.findings)
        expect(finding.severity).toBe(wanted.has(key(finding)) ? 'approved' : 'blocked');
      expect(verdict.findings.length).toBe(open.length);
      expect(verdict.approvals.length).toBe(approvals.length);
      expect(verdict.outcome).toBe(
        verdict.findings.every(({ severity }) => severity === 'approved') ? 'flagged' : 'blocked',
      );
    }),
  );
});
