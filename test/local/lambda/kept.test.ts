import { jsonBody } from '../../../local/forward';
import { type FunctionPath, parseFunctionPath } from '../../../local/lambda/api';
import { KeptSettings } from '../../../local/lambda/kept';
import { type AwsRequest, json } from '../../../local/service';

const request = (method: string, path: string, body: object = {}): AwsRequest => ({
  service: 'lambda',
  region: 'eu-west-1',
  account: '101010101010',
  operation: '',
  method,
  path: `/2015-03-31/functions${path}`,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
});
const moto = json(200, {
  FunctionName: 'f',
  FunctionArn: 'arn',
  CodeSha256: 'x',
  TracingConfig: { Mode: 'PassThrough' },
});

function observe(kept: KeptSettings, seen: AwsRequest) {
  const learn = { POST: kept.create, PUT: kept.update, DELETE: kept.remove }[seen.method];
  learn?.(seen, parseFunctionPath(seen.path) as FunctionPath);
}
const restored = (kept: KeptSettings, account = '101010101010') =>
  jsonBody(kept.restore({ ...request('GET', '/f/configuration'), account }, moto));

test('what was created and updated is returned; the rest is left alone', () => {
  const kept = new KeptSettings();
  observe(kept, request('POST', '', { FunctionName: 'f', LoggingConfig: { LogFormat: 'JSON' } }));
  expect(restored(kept)).toMatchObject({
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: {
      LogFormat: 'JSON',
      LogGroup: '/aws/lambda/f',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
    },
  });
  observe(kept, request('PUT', '/f/configuration', { TracingConfig: { Mode: 'Active' } }));
  expect(restored(kept)).toMatchObject({
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON' },
  });
});

test('a deleted function, and one of another account, have only defaults', () => {
  const kept = new KeptSettings();
  observe(kept, request('POST', '', { FunctionName: 'f', TracingConfig: { Mode: 'Active' } }));
  const defaults = { LogFormat: 'Text', LogGroup: '/aws/lambda/f' };
  expect(restored(kept, '101010101011')).toMatchObject({
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: defaults,
  });
  observe(kept, request('DELETE', '/f'));
  expect(restored(kept)).toMatchObject({ TracingConfig: { Mode: 'PassThrough' }, LoggingConfig: defaults });
});

test('a network is described with its VPC, the same for the same subnets', () => {
  const kept = new KeptSettings();
  const VpcConfig = { SubnetIds: ['subnet-b', 'subnet-a'], SecurityGroupIds: ['sg-1'] };
  observe(kept, request('POST', '', { FunctionName: 'f', VpcConfig }));
  const first = restored(kept).VpcConfig;
  expect(first).toEqual({
    ...VpcConfig,
    VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
    Ipv6AllowedForDualStack: false,
  });
  observe(
    kept,
    request('PUT', '/f/configuration', { VpcConfig: { ...VpcConfig, SecurityGroupIds: ['sg-2'] } }),
  );
  expect(restored(kept).VpcConfig).toEqual({ ...first, SecurityGroupIds: ['sg-2'] });
  // Removed from its VPC.
  observe(kept, request('PUT', '/f/configuration', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }));
  expect(restored(kept).VpcConfig).toMatchObject({ SubnetIds: [], SecurityGroupIds: [], VpcId: '' });
});
