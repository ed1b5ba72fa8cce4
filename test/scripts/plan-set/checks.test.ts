import { maxAgeHours, type PresentFacts, whyStale } from '../../../scripts/plan-set/checks';
import type { PlanFacts, StackFacts } from '../../../scripts/plan-set/facts';
import type { PlanSet } from '../../../scripts/plan-set/folder';
import { planFacts, sampleModel, sampleStack, stackFacts } from './sample';

const made = Date.parse('2026-11-29T10:00:00.000Z');
const hours = (count: number) => new Date(made + count * 3_600_000);

const setOf = (facts: Partial<PlanFacts> = {}, model = sampleModel([sampleStack('one')])): PlanSet => ({
  folder: '/plans/x',
  manifest: {
    version: 2,
    environment: 'staging',
    facts: planFacts({ stacks: { one: stackFacts() }, ...facts }),
    model: 'm',
    files: {},
  },
  model,
});

const present = (given: Partial<PresentFacts> = {}): PresentFacts => {
  const { plan: _, ...one } = stackFacts();
  return {
    environment: 'staging',
    now: hours(1),
    revision: { commit: 'a'.repeat(40), clean: true },
    tools: { terraform: 'terraform 1.11.4', provider: '5.100.0' },
    stacks: { one },
    done: new Set(),
    ...given,
  };
};

const now = (change: Partial<StackFacts>) => ({ stacks: { one: { ...stackFacts(), ...change } } });
const otherBase = { content: 'c', commit: null, at: '2026-11-29T10:30:00.000Z', run: 'staging-2' };

test('a set that still matches everything is not stale, up to its limit', () => {
  expect(whyStale(setOf(), present())).toEqual([]);
  expect(whyStale(setOf(), present({ now: hours(maxAgeHours) }))).toEqual([]);
});

test.each<[string, Partial<PlanFacts>, Partial<PresentFacts>, RegExp]>([
  ['another environment', {}, { environment: 'prod' }, /environment staging/],
  ['made as the plan role', { role: 'plan' }, {}, /fleet plan --deploy/],
  ['too old', {}, { now: hours(maxAgeHours + 0.1) }, /may be applied for 24 hours/],
  ['from the future', {}, { now: hours(-1) }, /may be applied for 24 hours/],
  ['an unreadable date', { createdAt: 'soon' }, {}, /made at soon/],
  [
    'another commit',
    {},
    { revision: { commit: 'c'.repeat(40), clean: true } },
    /commit aaaaaaaaaaaa; .*cccccccccccc/,
  ],
  ['outside git now', {}, { revision: null }, /this checkout is at none/],
  [
    'files that differ now',
    {},
    { revision: { commit: 'a'.repeat(40), clean: false } },
    /files of this checkout differ/,
  ],
  ['files that differed then', { clean: false }, {}, /files differed/],
  ['another Terraform', {}, { tools: { terraform: 'tofu 1.10.0', provider: '5.100.0' } }, /this is tofu/],
  [
    'another provider',
    {},
    { tools: { terraform: 'terraform 1.11.4', provider: '6.0.0' } },
    /this is 6\.0\.0/,
  ],
  ['a stack that is gone', {}, { stacks: {} }, /one: it is not in the configuration/],
  ['other content', {}, now({ content: 'c2' }), /one: its synthesized content has changed/],
  ['another account', {}, now({ accountId: '999999999999' }), /account 202020202021 answered then, 9{12}/],
  ['a rollout since', {}, now({ base: otherBase }), /rolled out since: run staging-2/],
  ['a record that is gone', {}, now({ base: null }), /its record is gone/],
  ['a state that moved on', {}, now({ state: { lineage: 'l', serial: 8 } }), /serial 7 then, 8 now/],
  ['another state', {}, now({ state: { lineage: 'm', serial: 7 } }), /state has moved on/],
  ['no state any more', {}, now({ state: null }), /serial 7 then, none now/],
])('%s', (_, facts, given, reason) => {
  expect(whyStale(setOf(facts), present(given))).toEqual([expect.stringMatching(reason)]);
});

test('a stack that could not be planned is a reason, and all reasons are reported together', () => {
  const model = { ...sampleModel([sampleStack('one')]), failed: [{ id: 'two', reason: 'x' }] };
  expect(whyStale(setOf({ role: 'plan' }, model), present(now({ content: 'c2', state: null })))).toHaveLength(
    4,
  );
});

test('what an earlier attempt with the same set has applied is not a reason', () => {
  expect(whyStale(setOf(), present({ ...now({ base: otherBase }), done: new Set(['one']) }))).toEqual([]);
});
