import { loadGuard } from '../../../scripts/guard/load';
import { cedarEngine } from '../../../stacks/policies/cedar-engine';
import { changeOf, judged, modelOf, root, stackOf } from './models';

test('the same change in hundreds of stacks is judged once', () => {
  const { rules } = loadGuard(root, 'staging');
  const asked = jest.spyOn(cedarEngine(), 'statefulIsAuthorized');
  const stacks = Array.from({ length: 300 }, (_, index) =>
    stackOf({ id: `prod-cells-a-eu-central-1-cell-${index}`, tenants: [`tenant-${index}`] }, [
      changeOf({ address: `aws_cognito_user_pool.tenant-${index}_pool`, effects: ['mfa-lowered'] }),
      changeOf({ address: `aws_cognito_user_pool_client.tenant-${index}_web-client` }),
    ]),
  );
  const { findings } = judged(modelOf(stacks), { rules });
  expect(findings.length).toBe(300);
  expect(findings.map(({ tenants }) => tenants[0]).sort()).toEqual(
    stacks.map(({ stack }) => stack.tenants[0]).sort(),
  );
  // What all of them have in common: an update of one type with one effect, or none.
  expect(asked.mock.calls.length).toBe(2);
  asked.mockRestore();
});
