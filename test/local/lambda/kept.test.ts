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
  kept.observe(seen, parseFunctionPath(seen.path) as FunctionPath);
}
const restored = (kept: KeptSettings, account = '101010101010') =>
  jsonBody(kept.restore({ ...request('GET', '/f/configuration'), account }, moto));

test('what was created and updated comes back; what was not stays', () => {
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
