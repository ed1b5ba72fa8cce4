import { callOf } from '../../../local/iam/operations';
import type { AwsRequest } from '../../../local/service';

const request = (service: string, method: string, path: string, body = '', operation = ''): AwsRequest => ({
  service,
  region: 'eu-central-1',
  account: '111111111111',
  operation,
  method,
  path,
  headers: {},
  body: Buffer.from(body),
});
const asked = (of: AwsRequest) => {
  const call = callOf(of);
  return call && { action: `${call.service}:${call.operation}`, input: call.input };
};

test.each([
  ['GET', '/b', 's3:ListBucket', { BucketName: 'b' }],
  ['HEAD', '/b', 's3:ListBucket', { BucketName: 'b' }],
  ['GET', '/b?list-type=2&prefix=a%2F', 's3:ListBucket', { BucketName: 'b', prefix: 'a/' }],
  ['GET', '/b?versions', 's3:ListBucketVersions', { BucketName: 'b' }],
  ['PUT', '/b', 's3:CreateBucket', { BucketName: 'b' }],
  ['DELETE', '/b', 's3:DeleteBucket', { BucketName: 'b' }],
  ['GET', '/b?policy', 's3:GetBucketPolicy', { BucketName: 'b' }],
  ['DELETE', '/b?policy', 's3:DeleteBucketPolicy', { BucketName: 'b' }],
  ['DELETE', '/b?lifecycle', 's3:PutLifecycleConfiguration', { BucketName: 'b' }],
  ['PUT', '/b?encryption', 's3:PutEncryptionConfiguration', { BucketName: 'b' }],
  ['GET', '/b/a/k%20y?x-id=GetObject', 's3:GetObject', { BucketName: 'b', ObjectName: 'a/k y' }],
  ['HEAD', '/b/k', 's3:GetObject', { BucketName: 'b', ObjectName: 'k' }],
  ['GET', '/b/k?versionId=1', 's3:GetObjectVersion', { BucketName: 'b', ObjectName: 'k' }],
  ['PUT', '/b/k?acl', 's3:PutObjectAcl', { BucketName: 'b', ObjectName: 'k' }],
  ['DELETE', '/b/k?versionId=1', 's3:DeleteObjectVersion', { BucketName: 'b', ObjectName: 'k' }],
  ['GET', '/', 's3:ListAllMyBuckets', {}],
])('S3: %s %s is %s', (method, path, action, input) => {
  expect(asked(request('s3', method, path))).toEqual({ action, input });
});

test.each([
  [
    'POST',
    '/2015-03-31/functions',
    '{"FunctionName":"f","Role":"r"}',
    'CreateFunction',
    { FunctionName: 'f', Role: 'r' },
  ],
  [
    'GET',
    '/2015-03-31/functions/f?Qualifier=live',
    '',
    'GetFunction',
    { FunctionName: 'f', Qualifier: 'live' },
  ],
  ['GET', '/2015-03-31/functions/f/aliases/live', '', 'GetAlias', { FunctionName: 'f', Qualifier: 'live' }],
  ['POST', '/2015-03-31/functions/f/invocations', '[1]', 'InvokeFunction', { FunctionName: 'f' }],
  ['DELETE', '/2015-03-31/functions/f/policy/sid', '', 'RemovePermission', { FunctionName: 'f' }],
  ['GET', '/2019-09-30/functions/f/concurrency', '', 'GetFunctionConcurrency', { FunctionName: 'f' }],
  ['GET', '/2017-03-31/tags/arn%3Af', '', 'ListTags', { Resource: 'arn:f' }],
])('Lambda: %s %s is %s', (method, path, body, operation, input) => {
  expect(asked(request('lambda', method, path, body))).toEqual({ action: `lambda:${operation}`, input });
});

test('other protocols: forms, targets, and paths that are resources', () => {
  const form =
    'Action=PutMetricAlarm&AlarmName=a&Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.2.Key=l&Tags.member.2.Value=w';
  expect(asked(request('monitoring', 'POST', '/', form))).toEqual({
    action: 'cloudwatch:PutMetricAlarm',
    input: {
      AlarmName: 'a',
      Tags: [
        { Key: 'k', Value: 'v' },
        { Key: 'l', Value: 'w' },
      ],
    },
  });
  expect(asked(request('dynamodb', 'POST', '/', '{"TableName":"t"}', 'GetItem'))).toEqual({
    action: 'dynamodb:GetItem',
    input: { TableName: 't' },
  });
  expect(asked(request('verifiedpermissions', 'POST', '/', '{}', 'BatchGetPolicy'))?.action).toBe(
    'verifiedpermissions:GetPolicy',
  );
  expect(asked(request('apigateway', 'PATCH', '/v2/apis/a1', '{}'))).toEqual({
    action: 'apigateway:PATCH',
    input: {},
  });
  expect(asked(request('ses', 'GET', '/v2/email/identities/a%40b.example'))).toEqual({
    action: 'ses:GetEmailIdentity',
    input: { EmailIdentity: 'a@b.example' },
  });
});

test.each([
  request('s3', 'POST', '/b'),
  request('lambda', 'GET', '/2015-03-31/event-source-mappings'),
  request('ses', 'GET', '/v2/email/account'),
  request('iam', 'POST', '/', ''),
])('an unknown request is not a call: $service $method $path', (unknown) => {
  expect(callOf(unknown)).toBeUndefined();
});
