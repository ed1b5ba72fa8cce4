import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../functions/authorizer/config';
import { readRoutes } from '../../../functions/authorizer/routes';
import { Denied } from '../../../functions/shared/denied';
import { list } from './requests';

const variables = {
  AWS_REGION: 'eu-central-1',
  FLOW_REGISTRY_TABLE: 'flows',
  TENANT_REGISTRY_TABLE: '',
  SERVICES_TABLE: '',
  ALLOW_SECONDS: '300',
  DENY_SECONDS: '0',
};

it('reads the tables, some of which an account may lack, and how long decisions are cached', () => {
  expect(readConfig(variables)).toEqual({
    tables: { flows: 'flows', tenants: '', services: '', region: 'eu-central-1' },
    keeping: { allowSeconds: 300, denySeconds: 0 },
  });
});

it.each([
  ['ALLOW_SECONDS', '301'],
  ['ALLOW_SECONDS', ''],
  ['ALLOW_SECONDS', '1e2'],
  ['DENY_SECONDS', '61'],
  ['DENY_SECONDS', '-1'],
])('does not start with %s=%s', (variable, value) => {
  expect(() => readConfig({ ...variables, [variable]: value })).toThrow(
    new Denied('misconfigured', { invalid: [variable] }),
  );
});

it('names every variable that is missing', () => {
  const { FLOW_REGISTRY_TABLE: _, DENY_SECONDS: __, ...some } = variables;
  expect(() => readConfig(some)).toThrow(
    expect.objectContaining({ detail: { missing: ['FLOW_REGISTRY_TABLE', 'DENY_SECONDS'] } }),
  );
});

it('reads the routes beside its code, and does not start without them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authorizer-test-'));
  const env = { LAMBDA_TASK_ROOT: folder };
  expect(() => readRoutes(env)).toThrow(new Denied('misconfigured'));
  writeFileSync(join(folder, 'routes.json'), JSON.stringify(list));
  expect(readRoutes(env).size).toBe(list.length);
  rmSync(folder, { recursive: true });
});
