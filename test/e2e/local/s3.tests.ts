import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../../../local/aws';
import { pipeline } from './clients';
import { startLocal } from './shared';

let aws: LocalAws;
let s3: S3Client;
const Bucket = 'states';
beforeAll(async () => {
  aws = await startLocal();
  // Without a path-style setting, which production code does not have: an IP address as endpoint is enough.
  s3 = new S3Client(pipeline(aws.endpoint));
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
});
afterAll(async () => {
  s3.destroy();
});

test('a lock file can be created only once until it is released', async () => {
  const lock = { Bucket, Key: 'eu-central-1/data/terraform.tfstate.tflock' };
  const take = () => s3.send(new PutObjectCommand({ ...lock, Body: '{}', IfNoneMatch: '*' }));
  await take();
  await expect(take()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await s3.send(new DeleteObjectCommand(lock));
  await take();
});

test('every uploaded byte is returned, with checksums and chunks', async () => {
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
  const object = { Bucket, Key: 'folder/ünï code+&.bin' };
  await s3.send(new PutObjectCommand({ ...object, Body: body, ChecksumAlgorithm: 'SHA256' }));
  const { Body } = await s3.send(new GetObjectCommand(object));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(body);
  expect((await s3.send(new HeadObjectCommand(object))).ContentLength).toBe(body.length);
});

test('aws-chunked framing is removed from an upload', async () => {
  const key = 'chunked';
  const framed = '5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n';
  const response = await fetch(`${aws.endpoint}/${Bucket}/${key}`, {
    method: 'PUT',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20261124/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0',
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '11',
    },
    body: framed,
  });
  expect(response.status).toBe(200);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
  expect(await Body?.transformToString()).toBe('hello world');
});
