import type { Context } from '../../../scripts/cli/context';
import { type DiffFlags, policyDiff } from '../../../scripts/policy/diff';
import { root as project } from '../../invariants/fleet';
import { commit, put, repository } from './git';
import { schemaText } from './payments';

const options = { samples: 100, examples: 2 };

const contextAt = (root: string): Context =>
  ({
    workspace: { root, state: root, out: root, cache: root },
    env: {},
    say: () => {},
  }) as unknown as Context;
const run = (root: string, flags: Partial<DiffFlags>) =>
  policyDiff(contextAt(root), { ...options, ...flags });

const place = 'stacks/policies/tenant';
const limit = (amount: number) => ({
  [`${place}/pay.cedar`]: `permit (principal, action == Payments::Action::"pay", resource) when { resource has amount && resource.amount <= ${amount} };`,
});
const isolation = {
  [`${place}/isolation.cedar`]:
    'forbid (principal, action, resource is Payments::Payment) unless { context has token && context.token has tenant };',
};

/** A repository whose working tree has moved on from its only commit. */
function changed(before: Record<string, string>, after: Record<string, string>): string {
  const root = repository({ [`${place}/schema.cedarschema`]: schemaText(), ...before });
  commit(root);
  put(root, after);
  return root;
}

test.each([
  ['nothing to compare with', {}, /there is nothing to compare with/],
  ['both', { from: 'HEAD', deployed: true, env: 'dev' }, /--from and --deployed cannot be combined/],
  [
    'a selection of stores with --from',
    { from: 'HEAD', tenant: ['acme'] },
    /--tenant cannot be used with --from/,
  ],
  ['no environment with --deployed', { deployed: true }, /no environment given/],
  ['an unknown environment', { deployed: true, env: 'nope' }, /no environment "nope"/],
  ['an unknown environment, with --from', { from: 'HEAD', env: 'nope' }, /no environment "nope"/],
  [
    'an unknown region',
    { deployed: true, env: 'dev', region: ['mars'] },
    /--region mars matches nothing in dev/,
  ],
  ['an unknown revision', { from: 'nowhere' }, /no revision "nowhere"/],
])('%s is a usage error', async (_, flags, message) => {
  await expect(run(project, flags)).rejects.toMatchObject({
    message: expect.stringMatching(message),
    exitCode: 2,
  });
});

test('a raised limit is reported as widening, with an example, and blocks if requested', async () => {
  const root = changed({ ...limit(100), ...isolation }, limit(200));
  const { text, data, exitCode } = await run(root, { from: 'HEAD' });
  expect(exitCode).toBe(0);
  expect(text).toMatch(/^tenant: WIDENS ACCESS\n {2}permit pay: changed\n/m);
  expect(text).toMatch(/│ User pay Payment +│ WIDENS ACCESS │ not proved/);
  expect(text).toMatch(/amount: (101|199|200)[\s\S]*before +DENY, nothing permits it\n +after +ALLOW by pay/);
  expect(text).toMatch(/PROVED unchanged: 2 of 3 request environments/);
  expect(data).toMatchObject({
    after: 'working tree',
    widens: 'yes',
    blocked: false,
    stores: [{ name: 'tenant', widens: 'yes' }],
  });

  const guarded = await run(root, { from: 'HEAD', failOnWidening: true });
  expect(guarded).toMatchObject({ exitCode: 3, data: { blocked: true } });
});

test('changes that only narrow pass the guard, and so does a policy that is only rewritten', async () => {
  const narrowed = await run(changed(limit(100), isolation), { from: 'HEAD', failOnWidening: true });
  expect(narrowed).toMatchObject({ exitCode: 0, data: { widens: 'no' } });
  expect(narrowed.text).toMatch(/PROVED only narrower/);
  const [[path, text] = ['', '']] = Object.entries(limit(100));
  const anew = await run(changed(limit(100), { [path]: `// The limit.\n${text}` }), {
    from: 'HEAD',
    failOnWidening: true,
  });
  expect(anew.text).toMatch(/pay: rewritten\n {2}PROVED unchanged: 3 of 3/);
  expect(anew.exitCode).toBe(0);
});

test('finding no difference among samples is not a proof, and blocks', async () => {
  // Nobody can say so without solving it: 2 and 3 make a sum that the other form never has.
  const sum = (n: number) => ({
    [`${place}/pay.cedar`]: `permit (principal, action == Payments::Action::"pay", resource) when { context has token && context.token has level && context.token.level * 1000003 == ${n} };`,
  });
  const { text, exitCode } = await run(changed(sum(7), sum(11)), { from: 'HEAD', failOnWidening: true });
  expect(text).toMatch(/MAY WIDEN ACCESS │ not proved +│ no difference found among 100/);
  expect(text).toMatch(/finding no difference among samples is no proof/);
  expect(exitCode).toBe(3);
});

test("the working tree's own policies do not differ from themselves", async () => {
  const root = changed({ ...limit(100), ...isolation }, {});
  expect((await run(root, { from: 'HEAD' })).text).toMatch(/^tenant: no difference$/m);
});
