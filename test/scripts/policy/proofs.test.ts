import fc from 'fast-check';
import { compareStores } from '../../../scripts/policy/compare';
import { askBoth, changeOf } from '../../../scripts/policy/difference';
import { openSide } from '../../../scripts/policy/engine';
import { requestMaker } from '../../../scripts/policy/generate';
import { literalsOf } from '../../../scripts/policy/literals';
import { normalPolicy } from '../../../scripts/policy/normal';
import { randomOf } from '../../../scripts/policy/random';
import { environmentsOf } from '../../../scripts/policy/schema-model';
import { contentFrom, schemaText, storeFrom } from './payments';

const action = (name: string) => `Payments::Action::"${name}"`;

/** Policies to choose from; together they use everything in the schema. */
const policies: Record<string, string> = {
  everything: 'permit (principal, action, resource);',
  group: 'permit (principal in Payments::Group::"staff", action, resource);',
  views: `permit (principal, action == ${action('view')}, resource) when { resource.owner == principal };`,
  viewsWritten: `@id("x") permit (principal,  action == ${action('view')}, resource) when {resource.owner==principal};`,
  pays: `permit (principal, action == ${action('pay')}, resource) when { resource has amount && resource.amount <= 100 };`,
  paysMore: `permit (principal, action == ${action('pay')}, resource) when { resource has amount && resource.amount <= 101 };`,
  paysGuarded: `permit (principal, action == ${action('pay')}, resource) when { context has token } when { resource has amount && resource.amount <= 100 } unless { context.urgent };`,
  fails: `permit (principal, action in [${action('pay')}, ${action('view')}], resource) when { context.urgent && context has token };`,
  exports: `permit (principal == Payments::User::"ada", action == ${action('export')}, resource);`,
  tagged: `permit (principal, action, resource is Payments::Payment) when { resource has tags && resource.tags.contains("free") };`,
  equalTokens: `forbid (principal, action in [${action('pay')}, ${action('view')}], resource) when { context has token && context.token == { tenant: "alpha" } };`,
  isolation: `forbid (principal, action, resource is Payments::Payment) unless { context has token && context.token has tenant && context.token.tenant == "alpha" };`,
  isolationOpen: `forbid (principal, action, resource is Payments::Payment) unless { context has token && context.token has tenant && context.token.tenant == "alpha" || context.urgent };`,
  freeze: 'forbid (principal in Payments::Group::"frozen", action, resource);',
  // With a schema without `note`, this is never true.
  noted: `permit (principal, action == ${action('pay')}, resource) when { resource has note && resource has amount };`,
  wholeContext: `forbid (principal, action == ${action('view')}, resource) when { { c: context } == { c: { urgent: true } } };`,
};

const names = Object.keys(policies);
const some = fc
  .subarray(names)
  .map((chosen) => Object.fromEntries(chosen.map((name) => [name, policies[name] as string])));
const schema = fc.constantFrom(
  schemaText(),
  schemaText({ payment: 'note?: String' }),
  schemaText({ context: 'time?: datetime' }),
  schemaText({ payment: 'region: String' }),
  schemaText({ actions: 'action refund appliesTo { principal: User, resource: [Payment, Report] };' }),
);

/** Pairs that are often similar: otherwise, much is rarely proved. */
const pair = fc
  .tuple(some, fc.subarray(names, { maxLength: 2 }), fc.subarray(names, { maxLength: 2 }))
  .map(([before, added, removed]) => {
    const after = Object.fromEntries(Object.entries(before).filter(([name]) => !removed.includes(name)));
    return {
      before,
      after: { ...after, ...Object.fromEntries(added.map((name) => [name, policies[name] as string])) },
    };
  });

test('what is PROVED is never contradicted by the engine', () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(
      pair,
      schema,
      schema,
      fc.boolean(),
      fc.integer(),
      ({ before, after }, one, two, both, seed) => {
        const old = contentFrom(one, before);
        const now = contentFrom(both ? one : two, after);
        const { environments } = compareStores(
          { content: old, golden: [] },
          { content: now, golden: [] },
          { samples: 1, examples: 1 },
        );
        const sides = [openSide(old), openSide(now)] as const;
        const literals = literalsOf(
          Object.values({ ...before, ...after }).map(
            (text) => normalPolicy({ name: '', path: '', text, template: false }).json,
          ),
        );
        for (const environment of environments) {
          seen[environment.proof] = (seen[environment.proof] ?? 0) + 1;
          const { proof } = environment;
          const makers = sides
            .filter(({ model }) =>
              environmentsOf(model).some(
                (own) => own.action === environment.action && own.resource === environment.resource,
              ),
            )
            .map(({ model }) => requestMaker(model, environment, literals, randomOf(String(seed))));
          for (const make of makers)
            for (let asked = 0; asked < 8; asked += 1) {
              const change = changeOf(askBoth(make(), ...sides));
              if (proof === 'unchanged') expect(change).toBeUndefined();
              if (proof === 'only narrower') expect(change).not.toBe('newly allowed');
              if (proof === 'only wider') expect(change).not.toBe('newly denied');
            }
        }
        for (const side of sides) side.close();
      },
    ),
    { numRuns: 30 },
  );
  // All four must have occurred, or the test says little.
  expect(Object.keys(seen).sort()).toEqual(['none', 'only narrower', 'only wider', 'unchanged']);
});

const base = schemaText();
const options = { samples: 200, examples: 1 };
const view = { principal: 'Payments::User', action: 'view', resource: 'Payments::Payment' };
const proofOf = (before: ReturnType<typeof storeFrom>, after: ReturnType<typeof storeFrom>, of = view) =>
  compareStores(before, after, options).environments.find(({ action: name }) => name === of.action)?.proof;

describe('what is proved about an environment', () => {
  const own = (...chosen: string[]) =>
    Object.fromEntries(chosen.map((name) => [name, policies[name] as string]));
  test.each([
    ['formatting and annotations', own('views'), own('viewsWritten'), 'unchanged'],
    ['another name', own('views'), { renamed: policies.views as string }, 'unchanged'],
    ['a policy of another action', own('views', 'pays'), own('views', 'paysMore'), 'unchanged'],
    ['a forbid more', own('views'), own('views', 'freeze'), 'only narrower'],
    ['a permit less', own('views', 'group'), own('views'), 'only narrower'],
    ['a forbid less', own('views', 'freeze'), own('views'), 'only wider'],
    ['a permit more', own('views'), own('views', 'group'), 'only wider'],
    ['a permit with conditions more', own('pays'), own('paysGuarded'), 'only narrower', 'pay'],
    ['a permit with conditions less', own('paysGuarded'), own('pays'), 'only wider', 'pay'],
    ['a permit with another condition', own('pays'), own('paysMore'), 'none', 'pay'],
    ['a permit of fewer', own('everything'), own('group'), 'only narrower'],
    [
      'a forbid with an exception more',
      own('views', 'isolation'),
      own('views', 'isolationOpen'),
      'only wider',
    ],
    [
      'a forbid with an exception less',
      own('views', 'isolationOpen'),
      own('views', 'isolation'),
      'only narrower',
    ],
    [
      'a permit that becomes a forbid',
      own('freeze'),
      { freeze: 'permit (principal, action, resource);' },
      'only wider',
    ],
    ['a permit and a forbid more', own('views'), own('views', 'group', 'freeze'), 'none'],
    [
      'a permit edited',
      own('group'),
      { group: 'permit (principal in Payments::Group::"all", action, resource);' },
      'none',
    ],
  ] as [string, Record<string, string>, Record<string, string>, string, string?][])(
    '%s',
    (_, before, after, proof, action = 'view') => {
      expect(proofOf(storeFrom(base, before), storeFrom(base, after), { ...view, action })).toBe(proof);
    },
  );

  test.each([
    [
      'an optional attribute that no policy reads',
      { context: 'time?: datetime' },
      own('views', 'isolation'),
      'unchanged',
    ],
    [
      'one that a policy asks for',
      { payment: 'note?: String' },
      { n: 'permit (principal, action, resource is Payments::Payment) when { resource has note };' },
      'none',
    ],
    [
      'one in a record that a policy compares as a whole',
      { context: 'time?: datetime' },
      own('views', 'wholeContext'),
      'none',
    ],
    ['an attribute that must be there', { payment: 'region: String' }, own('views'), 'none'],
    [
      'another action',
      { actions: 'action refund appliesTo { principal: User, resource: Payment };' },
      own('views'),
      'unchanged',
    ],
  ])('the schema gains %s', (_, parts, same, proof) => {
    expect(proofOf(storeFrom(base, same), storeFrom(schemaText(parts), same))).toBe(proof);
  });

  test('everything is denied in an environment that one side lacks', () => {
    const refund = 'action refund appliesTo { principal: User, resource: Payment };';
    const more = storeFrom(schemaText({ actions: refund }), own('everything'));
    const less = storeFrom(base, own('everything'));
    const of = { ...view, action: 'refund' };
    expect(proofOf(less, more, of)).toBe('only wider');
    expect(proofOf(more, less, of)).toBe('only narrower');
    const mute = storeFrom(schemaText({ actions: refund }), own('views'));
    expect(proofOf(storeFrom(base, own('views')), mute, of)).toBe('unchanged');
    expect(compareStores(less, more, options).widens).toBe('yes');
    expect(compareStores(more, less, options).widens).toBe('no');
  });
});

test('a new store allows what it allows, and one that is gone allows nothing', () => {
  const store = storeFrom(base, { everything: policies.everything as string });
  expect(compareStores(undefined, store, options).widens).toBe('yes');
  expect(compareStores(store, undefined, options).widens).toBe('no');
});

test('templates decide nothing by themselves, but may through policies linked to them', () => {
  const template = (effect: string, where: string) => ({
    'share.template': `${effect} (principal == ?principal, action == ${action('view')}, resource) when { ${where} };`,
  });
  const of = (before: Record<string, string>, after: Record<string, string>) => {
    const { templates, environments } = compareStores(
      storeFrom(base, before),
      storeFrom(base, after),
      options,
    );
    expect(environments.every(({ proof }) => proof === 'unchanged')).toBe(true);
    return templates.map(({ name, change, widens }) => [name, change, widens]);
  };
  const permit = template('permit', 'true');
  const forbid = template('forbid', 'true');
  expect(of({}, permit)).toEqual([['share', 'added', 'no']]);
  expect(of(permit, {})).toEqual([['share', 'removed', 'no']]);
  expect(of(forbid, {})).toEqual([['share', 'removed', 'may']]);
  expect(of(permit, template('permit', 'context.urgent'))).toEqual([['share', 'changed', 'may']]);
  expect(of(permit, permit)).toEqual([]);
});
