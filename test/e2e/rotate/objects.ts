import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { access } from '../fleet/cloud';

/** Every version of every object of a bucket, as text. */
export async function objectsIn(
  config: ReturnType<typeof access>,
  Bucket: string,
): Promise<{ where: string; text: string }[]> {
  const client = new S3Client(config);
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const found = await Promise.all(
    Versions.map(async ({ Key = '', VersionId }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      return { where: Key, text: (await Body?.transformToString('latin1')) ?? '' };
    }),
  );
  client.destroy();
  return found;
}
