import { policyDir, storeContent } from '../../../stacks/policies/cedar';
import { contentHash } from '../../../stacks/policies/content-hash';
import { decide } from '../../../stacks/policies/decide';
import { type Golden, goldenDecisions } from '../../../stacks/policies/decisions';
import { checkOverlays, joinedDecisions, storeContentWith } from '../../../stacks/policies/overlays';
import { policyFile } from '../../../stacks/policies/source';

const folder = 'environments/test/tenants/acme';
const file = (name: string, text: string) => policyFile(`${folder}/${name}`, text);
const decisionsOf = (golden: unknown) => ({
  path: `${folder}/decisions.json`,
  text: JSON.stringify(golden, null, 2),
});

/** Allows one of acme's own groups what no policy of the kind allows. */
const treasury = file(
  'treasury-exports.cedar',
  `permit (
  principal in Payments::Group::"{user_pool_id}|treasury",
  action == Payments::Action::"exportPayments",
  resource
);
`,
);
const exported = (changes: Partial<Golden> = {}): Golden => ({
  name: 'the treasury exports',
  principal: { sub: 'tom', groups: ['treasury'] },
  action: 'exportPayments',
  resource: { type: 'Tenant', id: 'acme', attributes: { tenant_id: 'acme' } },
  context: { token: { client_id: 'web', tenant_id: 'acme' } },
  decision: 'ALLOW',
  by: ['treasury-exports'],
  ...changes,
});
const foreign = exported({
  name: 'not another tenant’s payments',
  resource: { type: 'Tenant', id: 'globex', attributes: { tenant_id: 'globex' } },
  decision: 'DENY',
  by: ['tenant-isolation'],
});

test("an overlay decides beside the kind's policies, and cannot open what one of their forbids closes", () => {
  expect(checkOverlays('tenant', [treasury], decisionsOf([exported(), foreign]))).toEqual([]);
  const content = storeContentWith('tenant', [treasury]);
  expect(decide(content, exported())).toEqual({ decision: 'ALLOW', by: ['treasury-exports'] });
  expect(decide(storeContent('tenant'), exported())).toEqual({ decision: 'DENY', by: [] });
  expect(decide(content, foreign)).toEqual({ decision: 'DENY', by: ['tenant-isolation'] });
});

test('the content is the policies of the kind and the overlays, by name', () => {
  const template = file('share.template.cedar', 'permit (principal == ?principal, action, resource);');
  const content = storeContentWith('tenant', [treasury, template]);
  const own = storeContent('tenant');
  const names = (files: { name: string }[]) => files.map(({ name }) => name);
  expect(names(content.policies)).toEqual([...names(own.policies), 'treasury-exports'].sort());
  expect(names(content.templates)).toEqual(['share', 'share-payment']);
  expect(content.schema).toBe(own.schema);
  expect(storeContentWith('tenant', [])).toBe(own);
});

test.each([
  [
    'a name of the kind’s',
    file('tenant-isolation.cedar', treasury.text),
    { line: undefined, message: /this name already: stacks\/policies\/tenant\/tenant-isolation\.cedar/ },
  ],
  [
    'a name of the kind’s in the form of a template',
    file('tenant-isolation.template.cedar', 'permit (principal == ?principal, action, resource);'),
    { line: undefined, message: /this name already/ },
  ],
  [
    'what the kind’s schema does not know',
    file('limit.cedar', 'permit (principal, action, resource)\nwhen { context.amount < 5 };\n'),
    { line: 2, message: /amount/ },
  ],
  [
    'a group without its pool',
    file('group.cedar', treasury.text.replace('{user_pool_id}|', '')),
    { line: 2, message: /matches nobody/ },
  ],
])('%s is refused, at check and at synth', (_, overlay, { line, message }) => {
  const problems = checkOverlays('tenant', [overlay]);
  expect(problems[0]).toMatchObject({ file: overlay.path, message: expect.stringMatching(message) });
  expect(problems[0]?.line).toBe(line);
  expect(() => storeContentWith('tenant', [overlay])).toThrow(overlay.path);
});

test('two overlays with one name are refused', () => {
  const twin = file('treasury-exports.template.cedar', 'permit (principal == ?principal, action, resource);');
  expect(checkOverlays('tenant', [treasury, twin])).toMatchObject([{ file: twin.path }]);
});

describe('an overlay that reverses a golden decision of the kind', () => {
  const viewersExport = file('viewers-export.cedar', treasury.text.replace('treasury"', 'viewers"'));
  const [turned] = goldenDecisions(policyDir('tenant')).filter(
    ({ name }) => name === 'a viewer exports nothing',
  );
  const restated = { ...(turned as Golden), decision: 'ALLOW', by: ['viewers-export'] } as Golden;

  test('is reported at its own file', () => {
    expect(checkOverlays('tenant', [viewersExport])).toMatchObject([
      {
        file: viewersExport.path,
        line: 1,
        message: expect.stringContaining('"a viewer exports nothing" ALLOW'),
      },
    ]);
  });

  test('passes if the decision is restated beside it', () => {
    const decisions = decisionsOf([restated]);
    expect(checkOverlays('tenant', [viewersExport], decisions)).toEqual([]);
    const ofKind = goldenDecisions(policyDir('tenant'));
    const content = storeContentWith('tenant', [viewersExport]);
    const golden = joinedDecisions(content, ofKind, [restated]);
    expect(golden.map(({ name }) => name).sort()).toEqual(ofKind.map(({ name }) => name).sort());
    for (const one of golden)
      expect(decide(content, one)).toEqual({ decision: one.decision, by: [...one.by].sort() });
  });
});

test('a golden decision beside overlays that they do not make is reported with its line', () => {
  const decisions = decisionsOf([exported({ decision: 'DENY', by: [] })]);
  expect(checkOverlays('tenant', [treasury], decisions)).toMatchObject([
    { file: decisions.path, line: 24, path: '[0].decision', message: expect.stringContaining('ALLOW') },
  ]);
});

test('overlays of a service are checked against the kind service', () => {
  const policy = file(
    'quiet.cedar',
    'forbid (principal, action == Payments::Action::"notifyCustomer", resource);',
  );
  expect(checkOverlays('tenant', [policy])).toMatchObject([{ file: policy.path, line: 1 }]);
  expect(storeContentWith('service', [policy]).policies.map(({ name }) => name)).toContain('quiet');
});

test("if an overlay decides beside the kind's policies, a golden decision of the kind names it, too", () => {
  const forbid = file(
    'no-exports.cedar',
    'forbid (principal, action == Payments::Action::"exportPayments", resource);',
  );
  const content = storeContentWith('tenant', [forbid]);
  const refused = { ...exported(), name: 'an operator exports nothing', decision: 'DENY', by: [] } as Golden;
  expect(joinedDecisions(content, [refused], [])).toEqual([{ ...refused, by: ['no-exports'] }]);
});

describe('the hash of a store’s content', () => {
  const hash = contentHash(storeContent('tenant'));

  test('is the same for the same content, whatever the order in which it was read', () => {
    const content = storeContentWith('tenant', [treasury]);
    const reversed = { ...content, policies: [...content.policies].reverse() };
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash(reversed)).toBe(contentHash(content));
  });

  test('differs for another policy, name, text, schema or kind of file', () => {
    const content = storeContent('tenant');
    const [first, ...others] = content.policies;
    if (!first) throw new Error('the kind tenant has no policy');
    const hashes = [
      hash,
      contentHash(storeContent('service')),
      contentHash(storeContentWith('tenant', [treasury])),
      contentHash({ ...content, policies: [{ ...first, name: 'other' }, ...others] }),
      contentHash({ ...content, policies: [{ ...first, text: `${first.text} ` }, ...others] }),
      contentHash({ ...content, policies: others, templates: [...content.templates, first] }),
      contentHash({ ...content, schema: storeContent('customer').schema }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
