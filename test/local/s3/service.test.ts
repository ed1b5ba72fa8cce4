import { dispatch } from '../../../local/dispatch';
import { s3Service } from '../../../local/s3/service';
import type { AwsRequest, Forward } from '../../../local/service';

const moto = { status: 200, headers: {}, body: 'moto' };
const exists: Forward = async () => moto;
const absent: Forward = async () => ({ status: 404, headers: {}, body: '' });

const started = () => {
  const service = s3Service();
  return (asked: AwsRequest, forward: Forward) => dispatch([service], asked, forward);
};

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

test('a bucket policy is returned word for word', async () => {
  const s3 = started();
  const policy = '{"Statement":[{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}';
  expect(await s3(request('PUT', '/states?policy', policy), exists)).toMatchObject({ status: 204 });
  const got = await s3(request('GET', '/states?policy'), exists);
  expect(got?.status).toBe(200);
  expect(String(got?.body)).toBe(policy);
});

test('lifecycle rules keep every field and the header that goes with them', async () => {
  const s3 = started();
  const rules =
    '<LifecycleConfiguration><NewerNoncurrentVersions>20</NewerNoncurrentVersions></LifecycleConfiguration>';
  const header = { 'x-amz-transition-default-minimum-object-size': 'varies_by_storage_class' };
  await s3(request('PUT', '/states?lifecycle', rules, header), exists);
  const got = await s3(request('GET', '/states?lifecycle'), exists);
  expect(String(got?.body)).toBe(rules);
  expect(got?.headers).toMatchObject(header);
});

test.each([
  ['policy', 'NoSuchBucketPolicy'],
  ['lifecycle', 'NoSuchLifecycleConfiguration'],
])('a bucket without %s answers %s, also after a delete', async (part, code) => {
  const s3 = started();
  const before = await s3(request('GET', `/states?${part}`), exists);
  await s3(request('PUT', `/states?${part}`, 'x'), exists);
  await s3(request('DELETE', `/states?${part}`), exists);
  const after = await s3(request('GET', `/states?${part}`), exists);
  for (const answer of [before, after]) {
    expect(answer?.status).toBe(404);
    expect(String(answer?.body)).toContain(`<Code>${code}</Code>`);
  }
});

test('a bucket that does not exist stores nothing', async () => {
  const s3 = started();
  const answer = await s3(request('PUT', '/states?policy', '{}'), absent);
  expect(answer?.status).toBe(404);
  expect(String(answer?.body)).toContain('NoSuchBucket');
  expect((await s3(request('GET', '/states?policy'), exists))?.status).toBe(404);
});

test('deleting a bucket deletes its policy; one that is not empty keeps it', async () => {
  const s3 = started();
  await s3(request('PUT', '/states?policy', '{}'), exists);
  const conflict = { status: 409, headers: {}, body: '' };
  expect(await s3(request('DELETE', '/states'), async () => conflict)).toBe(conflict);
  expect((await s3(request('GET', '/states?policy'), exists))?.status).toBe(200);
  expect(await s3(request('DELETE', '/states'), exists)).toBe(moto);
  expect((await s3(request('GET', '/states?policy'), exists))?.status).toBe(404);
});

test.each(['/states/key', '/states/key?policy', '/states?versioning', '/states', '/'])(
  '%s is left to moto',
  async (path) => {
    expect(await started()(request('GET', path), exists)).toBe(moto);
  },
);
