import { tenantHook, tenantPostConfirmation } from '../../../functions/catalogue';
import { attempts, lambdaBudget } from '../../../functions/shared/budget';
import type { Denied } from '../../../functions/shared/denied';
import { readTables } from '../../../functions/shared/tenants/config';

const whole = { TENANT_USERS_TABLE: 'users', TENANT_REGISTRY_TABLE: 'registry', AWS_REGION: 'eu-west-1' };

describe.each([[tenantHook], [tenantPostConfirmation]])('$name starts', (facts) => {
  it('with its tables and the region of its function', () => {
    expect(readTables(facts, whole)).toEqual({
      usersTable: 'users',
      registryTable: 'registry',
      region: 'eu-west-1',
    });
  });

  it.each([
    [['TENANT_USERS_TABLE'], { TENANT_REGISTRY_TABLE: 'registry', AWS_REGION: 'eu-west-1' }],
    [['TENANT_REGISTRY_TABLE'], { ...whole, TENANT_REGISTRY_TABLE: '' }],
    [['TENANT_USERS_TABLE', 'TENANT_REGISTRY_TABLE'], { AWS_REGION: 'eu-west-1' }],
    [['AWS_REGION'], { ...whole, AWS_REGION: undefined }],
  ])('never without %j', (missing, env) => {
    expect(() => readTables(facts, env)).toThrow(
      expect.objectContaining<Partial<Denied>>({ reason: 'misconfigured', detail: { missing } }),
    );
  });
});

describe('the time budget', () => {
  const cognito = 5000;
  const longestPause = 500;

  it("leaves a cold start 1.5 s of Cognito's 5 s", () => {
    expect(lambdaBudget.total).toBeLessThanOrEqual(cognito - 1500);
  });

  it('has room for the first try, the pause and the whole retry', () => {
    expect(attempts * lambdaBudget.perTry + longestPause).toBeLessThanOrEqual(lambdaBudget.total);
    expect(lambdaBudget.connect).toBeLessThan(lambdaBudget.perTry);
  });
});
