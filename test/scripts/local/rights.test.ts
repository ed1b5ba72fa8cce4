import { describeRights } from '../../../scripts/local/rights';

test('what a role used, never used, and was refused is listed by service, and empty lists are omitted', () => {
  const text = describeRights([
    {
      role: 'arn:aws:iam::1:role/deploy',
      used: [
        { action: 'dynamodb:CreateTable', resources: ['a', 'b'] },
        { action: 'dynamodb:GetItem', resources: ['a'] },
        { action: 'sts:AssumeRole', resources: ['c'] },
      ],
      unused: ['sns:Publish'],
      idle: ['SendTexts', 'NoTopics'],
      refused: [
        { action: 'kms:Decrypt', resource: 'key', why: 'because no identity-based policy allows the action' },
      ],
    },
    { role: 'arn:aws:iam::1:role/plan', used: [], unused: [], idle: [], refused: [] },
  ]);
  expect(text).toBe(`arn:aws:iam::1:role/deploy: 3 actions used, 1 never used, 1 refused
  used:
    dynamodb: CreateTable, GetItem
    sts: AssumeRole
  granted, never used:
    sns: Publish
  statements that were never needed:
    SendTexts, NoTopics
  refused:
    kms:Decrypt on key because no identity-based policy allows the action

arn:aws:iam::1:role/plan: 0 actions used, 0 never used, 0 refused`);
});

test('before any role has made a request, it says so', () => {
  expect(describeRights([])).toContain('no role has made a request yet');
});
