import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, sandboxEnvironment } from '../../../local/lambda/configuration';
import { Sandbox } from '../../../local/lambda/sandbox';

test('the SDK in a function does not warn about the Node.js that stands in for its runtime', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'function-'));
  const client = JSON.stringify(require.resolve('@aws-sdk/client-sts'));
  writeFileSync(
    join(folder, 'index.js'),
    `const { STSClient } = require(${client});
     new STSClient({ region: 'eu-central-1' });
     exports.handler = async () => process.env.AWS_EXECUTION_ENV;`,
  );
  const configuration = { Handler: 'index.handler', Runtime: 'nodejs22.x', FunctionName: 'hook' };
  const env = sandboxEnvironment(configuration as Configuration, {
    region: 'eu-central-1',
    endpoint: 'http://127.0.0.1:9',
    folder,
    logs: { logGroupName: 'group', logStreamName: 'stream' },
    credentials: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' },
    trustFile: '',
  });
  const sandbox = new Sandbox(folder, env, 60);
  try {
    const { outcome, log } = await sandbox.run({ requestId: 'id', arn: 'arn', event: {}, trace: '' });
    expect({ outcome, log }).toEqual({ outcome: { ok: true, payload: 'AWS_Lambda_nodejs22.x' }, log: '' });
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  }
});
