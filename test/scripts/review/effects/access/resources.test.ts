import type { Json } from '../../../../../scripts/review/model';
import type { Attributes } from '../../../../../scripts/review/planned';
import { account, document, resource, saidIn, unchanged } from './plan';

const statement = (Effect: string, Principal: Json, Action: Json = 's3:GetObject'): Json => ({
  Effect,
  Principal,
  Action,
  Resource: '*',
});

describe('policies of resources', () => {
  const bucket = unchanged('aws_s3_bucket.b', { bucket: 'b' });
  const policy = (before?: Json[], after?: Json[]) =>
    resource('aws_s3_bucket_policy.b', {
      ...(before && { before: { bucket: 'b', policy: document(...before) } }),
      ...(after && { after: { bucket: 'b', policy: document(...after) } }),
    });

  test('open a bucket to someone, or stop keeping someone out', () => {
    const deny = statement('Deny', '*', 's3:*');
    expect(saidIn([bucket, policy([deny], [deny, statement('Allow', { AWS: '222222222222' })])])).toEqual([]);
    expect(saidIn([bucket, policy([], [statement('Allow', { AWS: '222222222222' })])])).toEqual([
      'resource-policy-grows: newly allowed: s3:GetObject by AWS:arn:aws:iam::222222222222:root',
    ]);
    const said = ['resource-policy-grows: no longer denied: s3:* by *'];
    expect(saidIn([bucket, policy([deny], [])])).toEqual(said);
    expect(saidIn([bucket, policy([deny])])).toEqual(said);
    expect(saidIn([resource('aws_s3_bucket.b', { before: { bucket: 'b' } }), policy([deny])])).toEqual([]);
  });

  test.each<[string, Json, number]>([
    ['the account', { AWS: account }, 0],
    ['a service', { Service: 'cloudfront.amazonaws.com' }, 0],
    ['everybody', '*', 1],
    ['another account', { AWS: '222222222222' }, 1],
  ])('of a new bucket let in %s', (_, principal, count) => {
    const made = resource('aws_s3_bucket.b', { after: { bucket: 'b' } });
    expect(saidIn([made, policy(undefined, [statement('Allow', principal)])])).toHaveLength(count);
    expect(saidIn([bucket, policy(undefined, [statement('Allow', principal)])])).toHaveLength(1);
  });

  test('of a key', () => {
    const key = (before: Json[], after: Json[]) =>
      resource('aws_kms_key.k', {
        before: { policy: document(...before) },
        after: { policy: document(...after) },
      });
    const [old, now] = [
      statement('Allow', { AWS: account }, 'kms:Decrypt'),
      statement('Allow', '*', 'kms:Decrypt'),
    ];
    expect(saidIn([key([old], [now])])).toEqual(['resource-policy-grows: newly allowed: kms:Decrypt by *']);
    expect(saidIn([key([now], [old])])).toEqual([]);
  });

  test('of types that are not listed', () => {
    const own = (name: string, before: Attributes | undefined, after: Attributes, unknown: Json = {}) =>
      resource(name, { ...(before && { before }), after, unknown });
    const foreign = document(statement('Allow', { AWS: '222222222222' }, 'ses:SendEmail'));
    const ours = document(statement('Allow', { AWS: account }, 'ses:SendEmail'));
    const type = 'aws_sesv2_email_identity_policy.p';
    expect(saidIn([own(type, { policy: ours }, { policy: foreign })])).toHaveLength(1);
    expect(saidIn([own(type, undefined, { policy: foreign })])).toHaveLength(1);
    expect(saidIn([own(type, undefined, {}, { policy: true })])).toHaveLength(1);
    expect(saidIn([own(type, { policy: foreign }, { policy: foreign, tags: {} })])).toEqual([]);
    // AWS lists the bucket's policy there once it has one.
    const listed = own('aws_s3_bucket.b', { policy: '' }, { policy: foreign });
    expect(saidIn([{ ...listed, section: 'drift' }])).toEqual([]);
    expect(saidIn([own('aws_s3_bucket.b', undefined, {}, { policy: true })])).toEqual([]);
  });
});

describe('permissions of functions', () => {
  const poolArn = `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_a`;
  const pool = unchanged('aws_cognito_user_pool.a', { arn: poolArn });
  const newPool = resource('aws_cognito_user_pool.a', { after: {}, unknown: { arn: true } });
  const own = {
    action: 'lambda:InvokeFunction',
    function_name: 'hook',
    principal: 'cognito-idp.amazonaws.com',
    source_arn: poolArn,
  };
  const permission = (before: Attributes | undefined, after: Attributes, unknown: Json = {}) =>
    resource('aws_lambda_permission.p', { ...(before && { before, action: 'replace' }), after, unknown });
  const later = { ...own, source_arn: null };

  test.each<[string, Attributes]>([
    ['a pool of the stack', own],
    [
      'an API of the stack',
      { ...own, principal: 'apigateway.amazonaws.com', source_arn: 'arn:aws:execute-api:e:1:x/*/*' },
    ],
  ])('for %s is what a tenant needs', (_, after) => {
    const api = unchanged('aws_apigatewayv2_api.a', { execution_arn: 'arn:aws:execute-api:e:1:x' });
    expect(saidIn([pool, api, permission(undefined, after)])).toEqual([]);
  });

  test.each<[string, Attributes, string]>([
    ['everybody', { ...own, principal: '*', source_arn: null }, 'lambda:InvokeFunction on hook by *'],
    [
      'another account',
      { ...own, principal: '222222222222', source_arn: null },
      'lambda:InvokeFunction on hook by AWS:arn:aws:iam::222222222222:root',
    ],
    [
      'all pools',
      { ...own, source_arn: null },
      'lambda:InvokeFunction on hook by Service:cognito-idp.amazonaws.com',
    ],
    [
      'a pool elsewhere',
      { ...own, source_arn: `${poolArn}b` },
      `lambda:InvokeFunction on hook by Service:cognito-idp.amazonaws.com if ArnLike AWS:SourceArn ${poolArn}b`,
    ],
    [
      'more than calling',
      { ...own, action: 'lambda:*' },
      `lambda:* on hook by Service:cognito-idp.amazonaws.com if ArnLike AWS:SourceArn ${poolArn}`,
    ],
    [
      'another service',
      { ...own, principal: 'events.amazonaws.com' },
      `lambda:InvokeFunction on hook by Service:events.amazonaws.com if ArnLike AWS:SourceArn ${poolArn}`,
    ],
  ])('for %s is growth', (_, after, text) => {
    const said = [`lambda-permission-grows: newly allowed: ${text}`];
    expect(saidIn([pool, permission(undefined, after)])).toEqual(said);
    expect(saidIn([pool, permission(own, after)])).toEqual(said);
    expect(saidIn([newPool, permission(undefined, after)])).toEqual(said);
  });

  test('that change from one address to another are not growth', () => {
    const elsewhere = { ...own, source_arn: `${poolArn}b` };
    const gone = resource('aws_lambda_permission.old', { before: elsewhere });
    expect(saidIn([pool, gone, permission(undefined, elsewhere)])).toEqual([]);
  });

  test('for a pool that is still to be created', () => {
    const unknown = { source_arn: true };
    expect(saidIn([newPool, permission(undefined, later, unknown)])).toEqual([]);
    expect(saidIn([pool, permission(undefined, later, unknown)])).toEqual([
      expect.stringMatching(/^lambda-permission-grows: .*source_arn is known only once it is applied/),
    ]);
    const configured = (source_arn: string) => ({
      ...permission(undefined, later, unknown),
      configured: { source_arn },
    });
    const reference = ['$', '{aws_cognito_user_pool.a.arn}'].join('');
    expect(saidIn([newPool, configured(reference)])).toEqual([]);
    expect(saidIn([newPool, configured(`${reference}*`)])).toHaveLength(1);
  });

  test('URLs', () => {
    const url = (before: string | undefined, after: string) =>
      resource('aws_lambda_function_url.u', {
        ...(before && { before: { authorization_type: before } }),
        after: { authorization_type: after },
      });
    expect(saidIn([url('AWS_IAM', 'NONE')])).toEqual([
      'lambda-permission-grows: anyone could call the function by its URL',
    ]);
    expect(saidIn([url(undefined, 'AWS_IAM')])).toHaveLength(1);
    expect(saidIn([url('NONE', 'NONE')])).toEqual([]);
  });
});
