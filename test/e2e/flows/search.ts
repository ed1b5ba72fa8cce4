import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { stateBucket } from '../../../environments/names';
import type { Applied } from './applied';

/** Some stored text, and its location. */
export interface Found {
  where: string;
  text: string;
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]));

/** A file's content as text and, for a zip file such as a saved plan, the contents of its files. */
const textsOf = (where: string, bytes: Buffer): Found[] => [
  { where, text: bytes.toString('latin1') },
  ...(isZip(bytes)
    ? Object.entries(unzipSync(bytes)).flatMap(([name, packed]) =>
        textsOf(`${where}!${name}`, Buffer.from(packed)),
      )
    : []),
];

/** Everything below a folder except links, which point to Terraform's providers. */
export function filesBelow(folder: string, at = folder): Found[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return filesBelow(folder, path);
    return entry.isFile() ? textsOf(relative(folder, path), readFileSync(path)) : [];
  });
}

/** Every version of every object in the environment's state buckets. */
async function states({ loaded: { environment }, pools, region }: Applied): Promise<Found[]> {
  const found: Found[] = [];
  for (const account of Object.keys(environment.accounts)) {
    const client = new S3Client(await pools.access({ account, region }));
    const Bucket = stateBucket(environment, account);
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key = '', VersionId } of Versions) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      found.push({ where: `${account}: ${Key}`, text: (await Body?.transformToString('latin1')) ?? '' });
    }
    client.destroy();
  }
  return found;
}

/** Everything that the command has written, and all states. */
export const everything = async (applied: Applied): Promise<Found[]> => [
  ...filesBelow(applied.state),
  ...(await states(applied)),
];

/** Locations of the secret, sorted, without duplicates; names of plan sets are omitted, since they contain the time. */
export const placesOf = (secret: string, found: readonly Found[]): string[] =>
  [
    ...new Set(
      found
        .filter(({ text }) => text.includes(secret))
        .map(({ where }) => where.replace(/^plans\/[^/]+\//, 'plan: ').replace(/^runs\/[^/]+\//, 'log: ')),
    ),
  ].sort();
