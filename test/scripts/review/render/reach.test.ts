import type { ReviewedChange } from '../../../../scripts/review/model';
import { reachOf } from '../../../../scripts/review/render/reach';
import { FindingIndex } from '../../../../scripts/review/render/risk';
import { changesIn, findingsIn, reachIn } from '../../../../scripts/review/render/words';
import { cell, change } from '../changes';
import { finding, reviewOf } from './reviews';

const stack = (changes: ReviewedChange[]) => {
  const made = cell(0, changes);
  return { ...made, stack: { ...made.stack, tenants: ['acme', 'globex'] } };
};

test.each<[string, Partial<ReviewedChange>, string[]]>([
  ['a change of one tenant reaches it', { owner: 'tenant:acme' }, ['acme']],
  ['a shared one reaches all of the stack', {}, ['acme', 'globex']],
  ['a service is not a tenant', { owner: 'service:reporting' }, []],
  ['a move affects no one', { section: 'state', action: 'move' }, []],
  ['drift affects no one', { section: 'drift' }, []],
  ['what is hidden does', { section: 'hidden', owner: 'tenant:acme' }, ['acme']],
  ['what is not known yet does', { section: 'deferred', owner: 'tenant:acme' }, ['acme']],
])('%s', (_, given, tenants) => {
  expect(reachOf(reviewOf([stack([change(given)])])).tenants).toEqual(tenants);
});

test('users are counted once for each affected pool', () => {
  const own = stack([change({ owner: 'tenant:acme' }), change({ owner: 'tenant:acme', address: 'a.b' })]);
  const review = reviewOf([own]);
  review.facts.stacks[own.stack.id] = {
    content: '',
    plan: null,
    state: null,
    base: null,
    accountId: own.stack.accountId,
    users: { 'tenant:acme': 1_234, 'tenant:globex': 10_000 },
  };
  expect(reachOf(review).users).toBe(1_234);
  expect(reachIn(reachOf(review))).toBe('It affects 1 tenant; about 1,230 users; rings: canary');
  own.changes.push(change({ address: 'a.shared' }));
  expect(reachOf(review).users).toBe(11_234);
});

test('tenants of findings count even without a change', () => {
  expect(reachOf(reviewOf([], [finding({ tenants: ['gone'] })])).tenants).toEqual(['gone']);
});

test('real changes are counted by action', () => {
  const reach = reachOf(
    reviewOf([stack([change({}), change({ action: 'delete' }), change({ section: 'drift' })])]),
  );
  expect(changesIn(reach)).toBe('1 of 1 stack would change: 1 update, 1 destroy');
  expect(findingsIn(reach)).toBe('0 findings block it');
});

test.each<[string, Partial<ReviewedChange>, string]>([
  ['a finding', { address: 'a.found' }, 'flagged'],
  ['a finding of another action', { address: 'a.found', action: 'create' }, 'changes'],
  [
    'a finding about an effect',
    { address: 'a.effect', effects: [{ id: 'hook-removed', what: 'x' }] },
    'blocked',
  ],
  ['a finding about an effect that another section has', { address: 'a.effect' }, 'changes'],
  ['an effect', { effects: [{ id: 'code-changed', what: 'x' }] }, 'noted'],
  ['a replacement', { action: 'replace' }, 'destroys'],
  ['an update', {}, 'changes'],
  ['an import', { action: 'import', section: 'state' }, 'quiet'],
  ['drift', { section: 'drift' }, 'quiet'],
])('%s weighs', (_, given, risk) => {
  const findings = [
    finding({
      severity: 'blocked',
      address: 'a.effect',
      action: 'update',
      effects: [{ id: 'hook-removed', what: 'x' }],
    }),
    finding({ severity: 'approved', address: 'a.found', action: 'update' }),
    finding({ severity: 'flagged', address: 'a.found', action: 'update' }),
  ];
  expect(new FindingIndex({ findings }).riskOf(findings[0]?.stack ?? '', change(given))).toBe(risk);
});
