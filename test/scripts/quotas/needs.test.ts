import fc from 'fast-check';
import { callsByType } from '../../../scripts/quotas/calls';
import { callsOf } from '../../../scripts/quotas/load';
import { addCalls, isLimited, quotaNeeds } from '../../../scripts/quotas/needs';

const calls = (counts: Record<string, number>) => new Map(Object.entries(counts));

test('operations of one category add up, others are counted separately, and the tightest comes first', () => {
  const needs = quotaNeeds(
    calls({
      'cognito-idp:DescribeUserPool': 20,
      'cognito-idp:ListUserPools': 10,
      'verifiedpermissions:CreatePolicyStore': 3,
      'verifiedpermissions:GetPolicyStore': 5,
      'lambda:GetAlias': 15,
      'lambda:AddPermission': 15,
      'lambda:GetPolicy': 15,
      'iam:CreateRole': 99,
    }),
  );
  expect(needs.map(({ quota, calls: many, seconds }) => [quota, many, seconds])).toEqual([
    ['verifiedpermissions CreatePolicyStore', 3, 3],
    ['cognito-idp UserPoolRead', 30, 2],
    ['lambda remainder of the control plane', 30, 2],
    ['lambda GetPolicy', 15, 1],
    ['verifiedpermissions GetPolicyStore', 5, 0.5],
  ]);
});

test('what counts for one pool or store does not slow down any other', () => {
  expect(quotaNeeds(calls({ 'verifiedpermissions:CreateIdentitySource': 1000 }))).toEqual([]);
  expect(isLimited('verifiedpermissions:CreateIdentitySource')).toBe(true);
  expect(isLimited('iam:CreateRole')).toBe(false);
});

test('what two make takes as long as all their requests together', () => {
  const some = fc.dictionary(
    fc.constantFrom('cognito-idp:GetGroup', 'lambda:GetAlias', 'logs:CreateLogGroup'),
    fc.nat(500),
  );
  fc.assert(
    fc.property(some, some, (one, other) => {
      const seconds = (counts: Map<string, number>) =>
        Object.fromEntries(quotaNeeds(counts).map((need) => [need.quota, need.seconds]));
      const [a, b] = [seconds(calls(one)), seconds(calls(other))];
      for (const [quota, sum] of Object.entries(seconds(addCalls([calls(one), calls(other)]))))
        expect(sum).toBeCloseTo((a[quota] ?? 0) + (b[quota] ?? 0));
    }),
  );
});

test('a new stack is not read first, and one that is only read changes nothing', () => {
  const resources = { aws_cognito_user_pool: 2, aws_iam_role: 1 };
  expect(callsOf(resources, 'first').plan.size).toBe(0);
  expect(callsOf(resources, 'first').apply.get('cognito-idp:CreateUserPool')).toBe(2);
  expect(callsOf(resources, 'refresh')).toEqual({
    plan: calls({ 'cognito-idp:DescribeUserPool': 2, 'cognito-idp:GetUserPoolMfaConfig': 2 }),
    apply: calls({}),
  });
  expect(callsOf(resources, 'change').plan).toEqual(callsOf(resources, 'refresh').plan);
  expect(callsOf(resources, 'change').apply.get('cognito-idp:UpdateUserPool')).toBe(2);
});

test('the table has what some quota counts, and nothing else', () => {
  const all = Object.values(callsByType).flatMap(({ create, read, update = [] }) => [
    ...create,
    ...read,
    ...update,
  ]);
  expect(all.filter((call) => !isLimited(call))).toEqual([]);
});
