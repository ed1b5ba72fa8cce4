import fc from 'fast-check';
import { allows, grants, type PolicyRequest, type Statement } from '../../../local/iam/policy';

const pool = 'arn:aws:cognito-idp:eu-central-1:101010101010:userpool/eu-central-1_a';
const statement: Statement = {
  Effect: 'Allow',
  Action: 'lambda:InvokeFunction',
  Principal: { Service: 'cognito-idp.amazonaws.com' },
  Condition: { ArnLike: { 'AWS:SourceArn': pool } },
};
const request = (sourceArn: string, name = 'cognito-idp.amazonaws.com'): PolicyRequest => ({
  action: 'lambda:InvokeFunction',
  principal: { type: 'Service', names: [name] },
  context: { 'aws:SourceArn': sourceArn },
});

test('principal, action and source must all match', () => {
  expect(allows({ Statement: statement }, request(pool))).toBe(true);
  expect(allows({ Statement: [statement] }, request(pool, 'sns.amazonaws.com'))).toBe(false);
  expect(allows({ Statement: [statement] }, request(`${pool}b`))).toBe(false);
  expect(allows({ Statement: [statement] }, { ...request(pool), action: 'lambda:GetFunction' })).toBe(false);
  expect(allows({ Statement: [] }, request(pool))).toBe(false);
});

test('a wildcard in ArnLike stands for any text, and a dot only for a dot', () => {
  const like = (arn: string) => ({ ...statement, Condition: { ArnLike: { 'aws:SourceArn': arn } } });
  expect(allows({ Statement: like('arn:aws:cognito-idp:*:101010101010:userpool/*') }, request(pool))).toBe(
    true,
  );
  expect(allows({ Statement: like(pool.replace('_', '.')) }, request(pool))).toBe(false);
});

test('a question mark stands for exactly one character', () => {
  const like = (end: string) => ({
    ...statement,
    Condition: { ArnLike: { 'aws:SourceArn': pool.replace(/a$/, end) } },
  });
  expect(allows({ Statement: like('?') }, request(pool))).toBe(true);
  for (const end of ['', '??', 'a?']) expect(allows({ Statement: like(end) }, request(pool))).toBe(false);
});

test('actions are compared regardless of case, principals and values are not', () => {
  expect(allows({ Statement: statement }, { ...request(pool), action: 'Lambda:invokefunction' })).toBe(true);
  expect(allows({ Statement: { ...statement, Action: 'LAMBDA:Invoke*' } }, request(pool))).toBe(true);
  expect(allows({ Statement: statement }, request(pool, 'Cognito-IDP.amazonaws.com'))).toBe(false);
  expect(allows({ Statement: statement }, request(pool.toUpperCase()))).toBe(false);
});

test('a principal of everyone means AWS principals and services', () => {
  expect(allows({ Statement: { ...statement, Principal: '*' } }, request(pool))).toBe(true);
  expect(allows({ Statement: { ...statement, Principal: { AWS: '*' } } }, request(pool))).toBe(false);
  // Services and identity providers are named one by one.
  for (const Principal of [{ Service: '*' }, { Federated: '*' }]) {
    const type = Object.keys(Principal)[0] as 'Service' | 'Federated';
    const asking = { ...request(pool), principal: { type, names: ['accounts.example'] } };
    expect(allows({ Statement: { ...statement, Principal } }, asking)).toBe(false);
  }
  const role = { type: 'AWS' as const, names: ['arn:aws:iam::101010101010:role/any'] };
  const asRole = { ...request(pool), principal: role };
  expect(allows({ Statement: { ...statement, Principal: { AWS: '*' } } }, asRole)).toBe(true);
});

test('property: whatever other condition is added, a request that was refused is not allowed', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (operator, key, value) => {
      const Condition = { ...statement.Condition, [`X${operator}`]: { [key]: value } };
      return !allows({ Statement: { ...statement, Condition } }, request(pool));
    }),
  );
});

test('property: a Deny that applies to the caller beats every Allow, whether it can be judged or not', () => {
  fc.assert(
    fc.property(fc.constantFrom('ArnLike', 'Bool', 'IpAddress'), fc.boolean(), (operator, first) => {
      const deny: Statement = {
        ...statement,
        Effect: 'Deny',
        Condition: { [operator]: { 'aws:SourceArn': operator === 'ArnLike' ? pool : 'true' } },
      };
      const all = first ? [deny, statement] : [statement, deny];
      return !allows({ Statement: all }, request(pool));
    }),
  );
});

test('a key with several values must be compared with ForAnyValue or ForAllValues', () => {
  const amr = (operator: string, wanted: string | string[]) => ({
    ...statement,
    Condition: { [operator]: { 'issuer:amr': wanted } },
  });
  const among = { ...request(pool), context: { 'issuer:amr': ['authenticated', 'provider'] } };
  expect(allows({ Statement: amr('ForAnyValue:StringLike', 'auth*') }, among)).toBe(true);
  expect(allows({ Statement: amr('ForAnyValue:StringEquals', ['x', 'provider']) }, among)).toBe(true);
  expect(allows({ Statement: amr('ForAnyValue:StringLike', 'unauthenticated') }, among)).toBe(false);
  expect(allows({ Statement: amr('StringLike', 'authenticated') }, among)).toBe(false);
  expect(allows({ Statement: amr('ForAllValues:StringLike', '*') }, among)).toBe(true);
  expect(allows({ Statement: amr('ForAllValues:StringLike', 'auth*') }, among)).toBe(false);
});

const connect = {
  action: 'rds-db:connect',
  resource: 'arn:aws:rds-db:eu-central-1:1:dbuser:prx-1/hook',
  context: {},
};
const right = (more: object = {}): Statement => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource: connect.resource,
  ...more,
});

test('policies of an identity grant what one of them allows and none denies', () => {
  expect(grants([{ Statement: [] }, { Statement: right() }], connect)).toBe(true);
  expect(grants([{ Statement: right({ Action: ['rds-db:*'], Resource: '*' }) }], connect)).toBe(true);
  expect(grants([{ Statement: right({ Resource: `${connect.resource}2` }) }], connect)).toBe(false);
  expect(grants([{ Statement: right({ Resource: undefined }) }], connect)).toBe(false);
  expect(grants([{ Statement: right() }, { Statement: right({ Effect: 'Deny' }) }], connect)).toBe(false);
  expect(grants([], connect)).toBe(false);
});

test('NotAction and NotResource mean everything else', () => {
  const not = (Effect: 'Allow' | 'Deny', NotAction: string): Statement => ({
    Effect,
    NotAction,
    Resource: '*',
  });
  expect(grants([{ Statement: not('Allow', 's3:*') }], connect)).toBe(true);
  expect(grants([{ Statement: not('Allow', 'rds-db:*') }], connect)).toBe(false);
  expect(grants([{ Statement: [right(), not('Deny', 's3:*')] }], connect)).toBe(false);
  expect(grants([{ Statement: [right(), not('Deny', 'RDS-DB:connect')] }], connect)).toBe(true);
  const elsewhere = (NotResource: string): Statement => ({ Effect: 'Allow', Action: '*', NotResource });
  expect(grants([{ Statement: elsewhere('arn:aws:s3:::*') }], connect)).toBe(true);
  expect(grants([{ Statement: elsewhere(connect.resource) }], connect)).toBe(false);
});
