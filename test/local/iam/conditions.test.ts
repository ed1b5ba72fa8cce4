import fc from 'fast-check';
import { conditionsHold, like, type Verdict } from '../../../local/iam/conditions';

const context = {
  'aws:PrincipalTag/customer': 'c1',
  'aws:RequestedRegion': 'eu-central-1',
  'aws:SecureTransport': 'true',
  'aws:TagKeys': ['a', 'b'],
  'aws:RequestTag/a': '1',
  'aws:RequestTag/*': null,
  's3:max-keys': '5',
  'kms:ViaService': null,
  'kms:ResourceAliases': [],
};
const holds = (operator: string, key: string, wanted: string | string[]) =>
  conditionsHold({ [operator]: { [key]: wanted } }, context);

test.each<[Verdict, string, string, string | string[]]>([
  ['yes', 'StringEquals', 'aws:RequestedRegion', ['eu-west-1', 'eu-central-1']],
  ['yes', 'StringEquals', 'AWS:requestedregion', 'eu-central-1'],
  ['no', 'StringEquals', 'aws:RequestedRegion', 'EU-central-1'],
  ['no', 'StringEquals', 'aws:RequestedRegion', 'eu-*'],
  ['yes', 'StringEqualsIgnoreCase', 'aws:RequestedRegion', 'EU-central-1'],
  ['yes', 'StringLike', 'aws:RequestedRegion', 'eu-*'],
  ['no', 'StringNotEquals', 'aws:RequestedRegion', ['eu-west-1', 'eu-central-1']],
  ['yes', 'StringNotEquals', 'aws:RequestedRegion', ['eu-west-1']],
  ['no', 'StringNotLike', 'aws:RequestedRegion', 'eu-*'],
  ['yes', 'Bool', 'aws:SecureTransport', 'true'],
  ['no', 'Bool', 'aws:SecureTransport', 'false'],
  ['unknown', 'Bool', 'aws:RequestedRegion', 'true'],
  ['yes', 'NumericLessThanEquals', 's3:max-keys', '5'],
  ['no', 'NumericGreaterThan', 's3:max-keys', '5'],
  // A key that the request doesn't have.
  ['no', 'StringEquals', 'kms:ViaService', 's3'],
  ['yes', 'StringNotEquals', 'kms:ViaService', 's3'],
  ['yes', 'StringEqualsIfExists', 'kms:ViaService', 's3'],
  ['yes', 'Null', 'kms:ViaService', 'true'],
  ['no', 'Null', 'kms:ViaService', 'false'],
  ['no', 'Null', 'aws:RequestedRegion', 'true'],
  ['yes', 'StringEquals', 'aws:RequestTag/a', '1'],
  ['no', 'StringEquals', 'aws:RequestTag/b', '1'],
  ['yes', 'Null', 'aws:RequestTag/b', 'true'],
  // A key with several values.
  ['yes', 'ForAnyValue:StringEquals', 'aws:TagKeys', ['b', 'c']],
  ['no', 'ForAllValues:StringEquals', 'aws:TagKeys', ['b', 'c']],
  ['yes', 'ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b', 'c']],
  ['unknown', 'StringEquals', 'aws:TagKeys', ['a', 'b']],
  ['no', 'ForAnyValue:StringEquals', 'kms:ResourceAliases', 'alias/x'],
  // What cannot be evaluated here.
  ['unknown', 'StringEquals', 'aws:SourceOrgID', 'o-1'],
  ['unknown', 'StringNotEquals', 'aws:SourceOrgID', 'o-1'],
  ['unknown', 'Null', 'aws:SourceOrgID', 'true'],
  ['unknown', 'IpAddress', 'aws:RequestedRegion', '10.0.0.0/8'],
])('%s: %s of %s with %j', (verdict, operator, key, wanted) => {
  expect(holds(operator, key, wanted)).toBe(verdict);
});

test('all conditions must hold, and one that does not decides', () => {
  const yes = { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } };
  expect(conditionsHold({}, context)).toBe('yes');
  expect(conditionsHold({ ...yes, Bool: { 'aws:SecureTransport': 'false' } }, context)).toBe('no');
  expect(conditionsHold({ ...yes, Bool: { 'aws:Unheard': 'true' } }, context)).toBe('unknown');
  expect(conditionsHold({ Bool: { 'aws:Unheard': 'true', 'aws:SecureTransport': 'false' } }, context)).toBe(
    'no',
  );
});

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables look like this */
test.each([
  ['arn:aws:s3:::b/${aws:PrincipalTag/customer}/*', 'arn:aws:s3:::b/c1/x', true],
  ['arn:aws:s3:::b/${aws:PrincipalTag/customer}/*', 'arn:aws:s3:::b/c2/x', false],
  ['arn:aws:s3:::b/${aws:PrincipalTag/unset}/*', 'arn:aws:s3:::b//x', false],
  ['a${*}', 'a*', true],
  ['a${*}', 'ab', false],
])('%s matches %s: %s', (pattern, value, means) => {
  expect(like(pattern, value, context)).toBe(means);
});

test("property: a policy variable's value is not a pattern", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (tag, value) => {
      const means = like('${aws:PrincipalTag/t}', value, { 'aws:PrincipalTag/t': tag });
      expect(means).toBe(tag === value);
    }),
  );
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above */
