import { s3Service } from '../../../local/s3/service';
import type { AwsRequest, Forward } from '../../../local/service';

const exists: Forward = async () => ({ status: 200, headers: {}, body: '' });
const absent: Forward = async () => ({ status: 404, headers: {}, body: '' });

const request = (
  method: string,
  path: string,
  body = '',
  headers: Record<string, string> = {},
): AwsRequest => ({
  service: 's3',
  region: 'eu-central-1',
  account: '101010101010',
  operation: '',
  method,
  path,
  headers,
  body: Buffer.from(body),
});

test('a bucket policy comes back word for word', async () => {
  const s3 = s3Service();
  const policy = '{"Statement":[{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}';
  expect(await s3.handle(request('PUT', '/states?policy', policy), exists)).toMatchObject({ status: 204 });
  const got = await s3.handle(request('GET', '/states?policy'), exists);
  expect(got?.status).toBe(200);
  expect(String(got?.body)).toBe(policy);
});

test('lifecycle rules keep every field and the header that goes with them', async () => {
  const s3 = s3Service();
  const rules =
    '<LifecycleConfiguration><NewerNoncurrentVersions>20</NewerNoncurrentVersions></LifecycleConfiguration>';
  const header = { 'x-amz-transition-default-minimum-object-size': 'varies_by_storage_class' };
  await s3.handle(request('PUT', '/states?lifecycle', rules, header), exists);
  const got = await s3.handle(request('GET', '/states?lifecycle'), exists);
  expect(String(got?.body)).toBe(rules);
  expect(got?.headers).toMatchObject(header);
});

test.each([
  ['policy', 'NoSuchBucketPolicy'],
  ['lifecycle', 'NoSuchLifecycleConfiguration'],
])('a bucket without %s answers %s, also after a delete', async (part, code) => {
  const s3 = s3Service();
  const before = await s3.handle(request('GET', `/states?${part}`), exists);
  await s3.handle(request('PUT', `/states?${part}`, 'x'), exists);
  await s3.handle(request('DELETE', `/states?${part}`), exists);
  const after = await s3.handle(request('GET', `/states?${part}`), exists);
  for (const answer of [before, after]) {
    expect(answer?.status).toBe(404);
    expect(String(answer?.body)).toContain(`<Code>${code}</Code>`);
  }
});

test('a bucket that does not exist keeps nothing', async () => {
  const s3 = s3Service();
  const answer = await s3.handle(request('PUT', '/states?policy', '{}'), absent);
  expect(answer?.status).toBe(404);
  expect(String(answer?.body)).toContain('NoSuchBucket');
  expect((await s3.handle(request('GET', '/states?policy'), exists))?.status).toBe(404);
});

test('a deleted bucket takes its policy along', async () => {
  const s3 = s3Service();
  await s3.handle(request('PUT', '/states?policy', '{}'), exists);
  expect(await s3.handle(request('DELETE', '/states'), exists)).toBeUndefined();
  expect((await s3.handle(request('GET', '/states?policy'), exists))?.status).toBe(404);
});

test.each(['/states/key', '/states/key?policy', '/states?versioning', '/states', '/'])(
  '%s is left to moto',
  async (path) => {
    expect(await s3Service().handle(request('GET', path), exists)).toBeUndefined();
  },
);
