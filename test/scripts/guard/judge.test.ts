import * as fc from 'fast-check';
import { readShared } from '../../../scripts/guard/files';
import { resourceTypes } from '../../../scripts/guard/resource-types';
import { openRules } from '../../../scripts/guard/rules';
import { type EffectId, effects } from '../../../scripts/review/effects/catalogue';
import type { ReviewedChange, ReviewModel } from '../../../scripts/review/model';
import { approvalOf, changeOf, hash, judged, modelOf, modelWith, root, sharedRules, stackOf } from './models';

const poolGone = { type: 'aws_cognito_user_pool', action: 'delete', owner: 'tenant:acme' } as const;
const { schema } = readShared(root);

/** Rules of a test's own. */
const rulesOf = (...conditions: string[]) =>
  openRules(
    conditions.map((condition, index) => ({
      path: `environments/x/guard/rule-${index}.cedar`,
      text: `@id("rule-${index}") @message("m") @proceed("p") forbid (principal, action, resource) ${condition};`,
    })),
    schema.text,
  );

test('a finding says what, where, for whom, why and how to proceed', () => {
  const { findings, model, outcome } = judged(
    modelWith({ ...poolGone, effects: ['mfa-lowered', 'code-changed'] }),
  );
  expect({ model, outcome }).toEqual({ model: hash, outcome: 'blocked' });
  const place = {
    severity: 'blocked',
    stack: 'prod-cells-a-eu-central-1-cell-01',
    address: 'aws_cognito_user_pool.acme_thing',
    action: 'delete',
    tenants: ['acme'],
  };
  expect(findings).toEqual([
    {
      ...place,
      rule: 'pool-lost',
      effects: [],
      why: expect.stringContaining('Every user of the pool would be lost'),
      proceed: expect.stringContaining('Put the pool back'),
    },
    {
      ...place,
      rule: 'sign-in-weakened',
      effects: [{ id: 'mfa-lowered', what: effects['mfa-lowered'] }],
      why: expect.stringContaining('stolen or guessed password'),
      proceed: expect.stringContaining('Keep MFA'),
    },
  ]);
});

describe('outcome', () => {
  const failed = [{ id: 'prod-identity-eu-west-1-edge', reason: 'Terraform failed' }];
  const harmless = modelWith({});
  const elsewhere = { environment: 'dev', production: false };
  test.each<[string, ReviewModel, string]>([
    ['clear if nothing is found', harmless, 'clear'],
    ['clear of nothing at all', modelOf([]), 'clear'],
    ['incomplete if a stack could not be planned', { ...harmless, failed }, 'incomplete'],
    ['still blocked if something may not pass', { ...modelWith(poolGone), failed }, 'blocked'],
    ['flagged if production would block', modelWith(poolGone, elsewhere), 'flagged'],
    ['incomplete before flagged', { ...modelWith(poolGone, elsewhere), failed }, 'incomplete'],
    [
      'blocked everywhere if the rule says so',
      modelWith({ effects: ['setting-reset'] }, elsewhere),
      'blocked',
    ],
  ])('%s', (_, model, outcome) => expect(judged(model).outcome).toBe(outcome));

  test('flagged if an approval covers it', () => {
    const { outcome, findings } = judged(modelWith(poolGone), { approvals: [approvalOf()] });
    expect(outcome).toBe('flagged');
    expect(findings).toMatchObject([
      { rule: 'pool-lost', severity: 'approved', approval: 'environments/prod/approvals/a.json' },
    ]);
  });
});

describe('whom it affects', () => {
  const reached = (sketch: Parameters<typeof modelWith>[0]) =>
    judged(modelWith({ effects: ['iam-grows'], ...sketch })).findings[0]?.tenants;
  test.each<[string, Parameters<typeof modelWith>[0], string[]]>([
    ['a tenant’s own', { owner: 'tenant:globex' }, ['globex']],
    ['what a cell shares', {}, ['acme', 'globex']],
    [
      'a service’s own',
      { owner: 'service:billing', in: { kind: 'machine', tenants: [] } },
      ['service billing'],
    ],
    ['what services share', { in: { kind: 'machine', tenants: [] } }, ['all services']],
    ['the customer pool', { in: { kind: 'customer', tenants: [] } }, ['all customers']],
    ['the internal pool', { in: { kind: 'internal', tenants: [] } }, ['all staff']],
    ['Okta’s side', { in: { kind: 'okta', tenants: [] } }, ['all staff']],
    ['a foundation', { in: { kind: 'foundation', tenants: [] } }, ['everyone in the account']],
    ['the edge', { in: { kind: 'edge', tenants: [] } }, ['everyone who calls the API']],
    ['e-mail', { in: { kind: 'email', tenants: [] } }, ['everyone the account sends e-mail to']],
    [
      'a table of tenants',
      { address: 'aws_dynamodb_table.tenant-users_table', in: { kind: 'data', tenants: [] } },
      ['all tenants of the account'],
    ],
    [
      'a table of staff',
      {
        address: 'aws_dynamodb_table_replica.internal-users_replica-eu-west-1',
        in: { kind: 'data', tenants: [] },
      },
      ['all staff'],
    ],
    [
      'another table',
      { address: 'aws_dynamodb_table.flow-registry_table', in: { kind: 'data', tenants: [] } },
      ['everyone in the account'],
    ],
  ])('%s', (_, sketch, tenants) => expect(reached(sketch)).toEqual(tenants));
});

describe('fails closed', () => {
  const blocks = (model: ReviewModel, why: string, rules = sharedRules) => {
    const approvals = [
      approvalOf({
        rule: 'guard-error',
        address: 'aws_cognito_user_pool_client.acme_thing',
        action: 'update',
      }),
    ];
    const { outcome, findings } = judged(model, { rules, approvals });
    expect(outcome).toBe('blocked');
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'guard-error',
        severity: 'blocked',
        why: expect.stringContaining(why),
      }),
    );
  };
  const odd = (given: object) =>
    modelOf([stackOf({}, [{ ...changeOf({}), ...given } as unknown as ReviewedChange])]);

  test('an unknown action', () => blocks(odd({ action: 'explode' }), 'explode'));
  test('an unknown effect', () =>
    blocks(odd({ effects: [{ id: 'gravity-off', what: '' }] }), 'the effect "gravity-off"'));
  test('an unknown section', () => blocks(odd({ section: 'other' }), 'the section "other"'));
  test('a change that does not fit the schema', () => blocks(odd({ type: 7 }), ''));
  test('a rule that fails in the engine, in any environment', () => {
    // Without the schema's types, which no file of the project can have: validation refuses it.
    const rules = rulesOf('when { resource.nothing == 1 }');
    blocks(modelWith({}), 'nothing', rules);
    blocks(modelWith({}, { production: false }), 'nothing', rules);
  });
  test('two rules with the same id', () => {
    const text = '@id("a") @message("m") @proceed("p") forbid (principal, action, resource);';
    const files = ['x', 'y'].map((name) => ({ path: `${name}/a.cedar`, text }));
    expect(() => openRules(files, schema.text)).toThrow('same id');
  });
});

describe('questions that rules can distinguish are evaluated separately', () => {
  const address = (name: string) => changeOf({ address: `aws_lambda_function.${name}` });
  const found = (condition: string) =>
    judged(modelOf([stackOf({}, [address('a'), address('b')])]), { rules: rulesOf(condition) }).findings.map(
      (finding) => finding.address,
    );
  test.each([
    'when { resource.address == "aws_lambda_function.b" }',
    'when { resource.address like "*.b" }',
    'when { ["aws_lambda_function.b"].contains(resource.address) }',
    'when { resource == Guard::Resource::"prod-cells-a-eu-central-1-cell-01 aws_lambda_function.b" }',
    'when { [resource].contains(Guard::Resource::"prod-cells-a-eu-central-1-cell-01 aws_lambda_function.b") }',
    'when { {it: resource}.it.address like "*.b" }',
    'when { (if context.section == "change" then resource else resource).address like "*.b" }',
  ])('%s', (condition) => expect(found(condition)).toEqual(['aws_lambda_function.b']));

  test.each([
    ['when { resource has owner }', ['a', 'b']],
    ['when { resource has owner && resource.owner == "tenant:globex" }', ['b']],
    ['unless { resource has owner }', ['c']],
  ])('%s: presence and value', (condition, names) => {
    const owned = { a: 'tenant:acme', b: 'tenant:globex', c: undefined };
    const changes = Object.entries(owned).map(([name, owner]) => ({
      ...address(name),
      ...(owner && { owner }),
    }));
    const { findings } = judged(modelOf([stackOf({}, changes)]), { rules: rulesOf(condition) });
    expect(findings.map((finding) => finding.address)).toEqual(
      names.map((name) => `aws_lambda_function.${name}`),
    );
  });

  test('by the scope of the rule', () => {
    const id = 'prod-cells-a-eu-central-1-cell-01 aws_lambda_function.b';
    const text = `@id("a") @message("m") @proceed("p") forbid (principal, action, resource == Guard::Resource::"${id}");`;
    const rules = openRules([{ path: 'a.cedar', text }], schema.text);
    const { findings } = judged(modelOf([stackOf({}, [address('a'), address('b')])]), { rules });
    expect(findings.map((finding) => finding.address)).toEqual(['aws_lambda_function.b']);
  });
});

const anyChange = fc
  .record({
    type: fc.constantFrom(...Object.keys(resourceTypes)),
    action: fc.constantFrom('create', 'update', 'replace', 'delete', 'forget', 'move', 'import', 'none'),
    section: fc.constantFrom('change', 'state', 'drift', 'deferred', 'hidden'),
    effects: fc.uniqueArray(fc.constantFrom(...(Object.keys(effects) as EffectId[])), { maxLength: 3 }),
    owner: fc.constantFrom(undefined, 'tenant:acme', 'tenant:globex'),
    name: fc.constantFrom('acme_a', 'acme_b', 'globex_a'),
  } as const)
  .map(({ name, owner, ...sketch }) =>
    changeOf({ ...sketch, address: `${sketch.type}.${name}`, ...(owner && { owner }) }),
  );

const anyModel = fc
  .record({
    production: fc.boolean(),
    cells: fc.array(fc.array(anyChange, { maxLength: 6 }), { maxLength: 3 }),
  })
  .map(({ production, cells }) =>
    modelOf(
      cells.map((changes, index) => stackOf({ stack: `cell-0${index + 1}` }, changes)),
      { production },
    ),
  );

test('every matching rule is found, and then the verdict is not clear', () => {
  // The same changes one by one: what is remembered of earlier questions plays no part.
  fc.assert(
    fc.property(anyModel, (model) => {
      const { outcome, findings } = judged(model);
      const alone = model.stacks.flatMap((stack) =>
        stack.changes.flatMap(
          (change) => judged({ ...model, stacks: [{ ...stack, changes: [change] }] }).findings,
        ),
      );
      const told = (all: typeof findings) => all.map((finding) => JSON.stringify(finding)).sort();
      expect(told(findings)).toEqual(told(alone));
      expect(outcome === 'clear').toBe(alone.length === 0);
      expect(outcome === 'blocked').toBe(alone.some(({ severity }) => severity === 'blocked'));
    }),
  );
});

test('the order of stacks and changes does not matter', () => {
  fc.assert(
    fc.property(anyModel, fc.infiniteStream(fc.nat()), (model, picks) => {
      const shuffled = <T>(values: readonly T[]): T[] =>
        values
          .map((value) => ({ value, at: picks.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ value }) => value);
      const other = {
        ...model,
        stacks: shuffled(model.stacks.map((stack) => ({ ...stack, changes: shuffled(stack.changes) }))),
      };
      expect(judged(other)).toEqual(judged(model));
    }),
  );
});

test('production never blocks less than another environment', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const rulesIn = (production: boolean) =>
        judged({ ...model, production }).findings.map(
          ({ rule, stack, address }) => `${stack} ${address} ${rule}`,
        );
      expect(rulesIn(false).sort()).toEqual(rulesIn(true).sort());
    }),
  );
});
