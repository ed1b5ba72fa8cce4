import { findAction } from '../../../local/iam/reference';
import { rateQuotas } from '../../../scripts/quotas/rates';

const operationsOf = (
  of: (operations: readonly string[] | { except: readonly string[] }) => readonly string[],
) =>
  rateQuotas.flatMap(({ service, operations, within }) =>
    of(operations).map((operation) => ({ action: `${service}:${operation}`, within })),
  );
const counted = operationsOf((operations) => ('except' in operations ? [] : operations));
const excepted = operationsOf((operations) => ('except' in operations ? operations.except : []));

/** Operations that have no action of their own: they are allowed by that of another. */
const withoutAction = ['BatchGetPolicy', 'BatchIsAuthorized', 'BatchIsAuthorizedWithToken'].map(
  (operation) => `verifiedpermissions:${operation}`,
);

test('AWS has every operation that a quota names', async () => {
  const unknown: string[] = [];
  for (const { action } of [...counted, ...excepted])
    if (!withoutAction.includes(action) && !(await findAction(action))) unknown.push(action);
  expect(unknown).toEqual([]);
});

test('an operation counts once for its account, and once for its pool or store', () => {
  const named = counted.map(({ action, within }) => `${action} in ${within ?? 'the account'}`);
  expect(named.filter((one, index) => named.indexOf(one) !== index)).toEqual([]);
});

test.each([
  ['cognito-idp', 'DescribeUserPool', 15],
  ['cognito-idp', 'CreateUserPoolClient', 15],
  ['cognito-idp', 'GetUserPoolMfaConfig', 20],
  ['verifiedpermissions', 'CreatePolicyStore', 1],
])('%s allows %s %d times a second', (service, operation, perSecond) => {
  const found = rateQuotas.filter(
    ({ service: its, operations, within }) =>
      its === service && !within && !('except' in operations) && operations.includes(operation),
  );
  expect(found).toMatchObject([{ perSecond }]);
});
