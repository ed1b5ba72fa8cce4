import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { stateBucket } from '../../../environments/names';
import type { Applied } from './applied';

/** Some bytes that anybody may come to see, and where they lie. */
export interface Found {
  where: string;
  text: string;
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]));

/** A file's bytes as text, and those of what is packed into it: a saved plan is a zip file. */
const textsOf = (where: string, bytes: Buffer): Found[] => [
  { where, text: bytes.toString('latin1') },
  ...(isZip(bytes)
    ? Object.entries(unzipSync(bytes)).flatMap(([name, packed]) =>
        textsOf(`${where}!${name}`, Buffer.from(packed)),
      )
    : []),
];

/** Everything below a folder but links, which lead to Terraform's providers. */
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

/** All that the command has written, and all states: each text once, with the place where it lies. */
export const everything = async (applied: Applied): Promise<Found[]> => [
  ...filesBelow(applied.state),
  ...(await states(applied)),
];

/** Places that hold the secret, each once, sorted; a plan set's name is left out, for it holds the time. */
export const placesOf = (secret: string, found: readonly Found[]): string[] =>
  [
    ...new Set(
      found
        .filter(({ text }) => text.includes(secret))
        .map(({ where }) => where.replace(/^plans\/[^/]+\//, 'plan: ').replace(/^runs\/[^/]+\//, 'log: ')),
    ),
  ].sort();
