import type { Additions } from '../../../environments/schema';
import { kindFolder } from '../../../stacks/policies/cedar';
import { policyProblems } from '../../../stacks/policies/fleet-problems';

const folder = 'environments/test/tenants/acme';
const additions = (files: Record<string, string>): Additions => ({
  of: 'tenant',
  id: 'acme',
  policies: Object.entries(files).map(([file, text]) => ({ path: `${folder}/${file}`, text })),
});

const template = 'permit (principal == ?principal, action, resource);';
const templates = (count: number) =>
  additions(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`t${index + 10}.template.cedar`, template]),
    ),
  );

test('mistakes of several tenants and services are told together, each with its file', () => {
  const files = { 'open.cedar': 'permit (principal, action, resource' };
  const service: Additions = {
    of: 'service',
    id: 'billing',
    policies: [{ path: 'environments/test/services/billing/open.cedar', text: 'permit' }],
  };
  expect(policyProblems([additions(files), service]).map(({ file }) => file)).toEqual([
    `${folder}/open.cedar`,
    'environments/test/services/billing/open.cedar',
  ]);
});

test('a policy beyond 10 kB is refused beside a tenant too', () => {
  const text = `// ${'x'.repeat(10_000)}\npermit (principal, action, resource == Payments::Tenant::"a");`;
  expect(policyProblems([additions({ 'long.cedar': text })])).toMatchObject([
    { file: `${folder}/long.cedar`, message: expect.stringMatching(/bytes/), remedy: expect.any(String) },
  ]);
});

test('a store takes 40 templates, its kind’s among them', () => {
  const room = 40 - kindFolder('tenant').policies.filter((file) => file.template).length;
  expect(room).toBeLessThan(40);
  expect(policyProblems([templates(room)])).toEqual([]);
  expect(policyProblems([templates(room + 2)])).toMatchObject([
    {
      file: `${folder}/t${room + 10}.template.cedar`,
      message: 'its store would have 42 templates; Verified Permissions takes 40',
      remedy: 'remove templates, or merge some',
    },
  ]);
});
