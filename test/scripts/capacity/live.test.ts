import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livePools } from '../../../scripts/capacity/live';
import { environment } from '../../stacks/synthesized';

/** A stand-in for AWS: it has responses by operation, and refuses all others. */
const page = {};
const answers = new Map<string, object>();
const given = { ...process.env };
let server: Server;

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

beforeAll(async () => {
  server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const answer = operation && answers.get(operation);
    if (answer === page)
      return response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html>');
    if (!operation) response.writeHead(200, { 'content-type': 'text/xml' }).end(assumed);
    else if (answer)
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    else
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: `may not ${operation}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  process.env = {
    ...given,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
});

afterAll(async () => {
  process.env = given;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const at = { account: 'identity', region: 'eu-central-1' };
const ask = () => livePools(environment(), at);

test('AWS says how many pools there are, and how many are allowed', async () => {
  answers.set('ListUserPools', { UserPools: [{ Id: 'a' }, { Id: 'b' }, { Id: 'c' }] });
  answers.set('ListServiceQuotas', {
    Quotas: [
      { QuotaCode: 'L-5EAB0605', QuotaName: 'Apps per user pool', Value: 1000 },
      { QuotaCode: 'L-00000000', QuotaName: 'User pools per account', Value: 1 },
      { QuotaCode: 'L-66E6DF30', QuotaName: 'User pools, by whatever name', Value: 2500 },
    ],
  });
  expect(await ask()).toEqual({ pools: 3, quota: 2500, why: [] });
});

test('if its code has changed, the name of the quota counts', async () => {
  answers.set('ListServiceQuotas', {
    Quotas: [
      { QuotaCode: 'L-5EAB0605', QuotaName: 'Apps per user pool', Value: 1000 },
      { QuotaCode: 'L-00000000', QuotaName: 'User pools per account', Value: 3000 },
    ],
  });
  expect(await ask()).toMatchObject({ quota: 3000 });
});

test('an endpoint without Service Quotas is reported', async () => {
  answers.set('ListUserPools', { UserPools: [] });
  answers.set('ListServiceQuotas', page);
  expect(await ask()).toEqual({ pools: 0, why: ['quota: the endpoint does not support it'] });
});

test('what cannot be queried is reported, and the rest still counts', async () => {
  answers.set('ListUserPools', { UserPools: [] });
  answers.delete('ListServiceQuotas');
  expect(await ask()).toEqual({ pools: 0, why: ['quota: may not ListServiceQuotas'] });
  answers.set('ListServiceQuotas', { Quotas: [{ QuotaName: 'Apps per user pool', Value: 1000 }] });
  expect(await ask()).toMatchObject({ pools: 0, why: [expect.stringContaining('lists neither L-66E6DF30')] });
});
