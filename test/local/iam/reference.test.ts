import fc from 'fast-check';
import { like } from '../../../local/iam/conditions';
import { actionsOf, findAction, fitsTemplate, hasKey, mayMean } from '../../../local/iam/reference';

test('an action has its resources and keys, whatever its case', async () => {
  const found = await findAction('DynamoDB:createtable');
  expect(found?.name).toBe('dynamodb:CreateTable');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the reference's own
  expect(found?.resources).toEqual(['arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}']);
  expect(hasKey(found ?? { conditionKeys: [] }, 'aws:RequestTag/owner')).toBe(true);
  expect(hasKey(found ?? { conditionKeys: [] }, 'aws:RequestedRegion')).toBe(true);
  expect(hasKey(found ?? { conditionKeys: [] }, 'kms:ViaService')).toBe(false);
});

test('what AWS does not have is not found', async () => {
  for (const action of ['apigateway:TagResource', 'dynamodb:MakeTable', 'nothing:Get', 'iam', ''])
    expect(await findAction(action)).toBeUndefined();
  expect(await actionsOf('nothing')).toEqual([]);
  expect(await actionsOf('sts')).toContain('sts:AssumeRole');
});

test('an action without resources has none', async () => {
  expect((await findAction('cognito-identity:SetIdentityPoolRoles'))?.resources).toEqual([]);
});

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: the reference's templates */
test.each([
  ['*', 'arn:aws:x', true],
  ['arn:aws:dynamodb:*:1:table/a-*', 'arn:${P}:dynamodb:${R}:${A}:table/${T}', true],
  ['arn:aws:dynamodb:*:1:index/a', 'arn:${P}:dynamodb:${R}:${A}:table/${T}', false],
  ['arn:aws:apigateway:*::/apis', 'arn:${P}:apigateway:${R}::/apis/${A}', false],
])('%s matches %s: %s', (pattern, template, fits) => {
  expect(fitsTemplate(pattern, template)).toBe(fits);
});

/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above */

test('property: two patterns overlap whenever some text matches both', () => {
  const letters = (from: string) => fc.string({ unit: fc.constantFrom(...from), maxLength: 6 });
  fc.assert(
    fc.property(letters('ab*?'), letters('ab*?'), letters('ab'), (one, other, text) => {
      expect(mayMean(one, other)).toBe(mayMean(other, one));
      if (like(one, text) && like(other, text)) expect(mayMean(one, other)).toBe(true);
      expect(mayMean(one, text)).toBe(like(one, text));
    }),
  );
});
