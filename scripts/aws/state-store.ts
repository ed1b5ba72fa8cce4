import type { S3Client } from '@aws-sdk/client-s3';

/** An object of a state bucket, with the version that was read. */
export interface Stored {
  text: string;
  etag: string;
}

/** A state bucket's objects, opened with one role. */
export interface StateStore {
  bucket: string;
  /** Keys and ETags of all objects with a prefix. */
  list(prefix?: string): Promise<{ key: string; etag: string }[]>;
  /** Undefined if there is no such object. */
  read(key: string): Promise<Stored | undefined>;
  /** Its ETag; undefined if there is no such object. */
  etagOf(key: string): Promise<string | undefined>;
  /**
   * Writes an object only if it has not changed since it was read.
   * @param seen its ETag then; undefined if it did not exist
   * @returns its new ETag; undefined if another write came first, and nothing was written
   */
  write(key: string, text: string, seen: string | undefined): Promise<string | undefined>;
  /** Deletes exactly the version that was read; false if it has changed or is gone. */
  remove(key: string, seen: string): Promise<boolean>;
  close(): void;
}

const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/**
 * A condition that did not hold: 412, or 404 if an object to be replaced has been deleted (S3 user guide, "How to
 * prevent object overwrites with conditional writes").
 */
const isQuicker = (error: unknown) =>
  statusOf(error) === 412 || (isMissing(error) && (error as Error).name !== 'NoSuchBucket');

/** A concurrent write of the object, with no defined winner: S3 asks the client to retry. */
const isRace = (error: unknown) => statusOf(error) === 409;

/** Attempts in case of concurrent writes. */
const races = 5;

/**
 * Objects of a bucket. Encryption is left to the bucket, which encrypts everything with the state key.
 * @param client closed with the store
 */
export function stateStore(
  sdk: typeof import('@aws-sdk/client-s3'),
  client: S3Client,
  bucket: string,
): StateStore {
  const read = async (Key: string): Promise<Stored | undefined> => {
    try {
      const { Body, ETag = '' } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key }));
      return { text: (await Body?.transformToString()) ?? '', etag: ETag };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    bucket,
    read,
    async list(Prefix) {
      const found: { key: string; etag: string }[] = [];
      for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix }))
        found.push(...Contents.map(({ Key = '', ETag = '' }) => ({ key: Key, etag: ETag })));
      return found;
    },
    async etagOf(Key) {
      try {
        return (await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key }))).ETag;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(Key, text, seen) {
      const condition = seen === undefined ? { IfNoneMatch: '*' } : { IfMatch: seen };
      const input = { Bucket: bucket, Key, Body: text, ContentType: 'application/json', ...condition };
      for (let left = races; ; left--) {
        try {
          return (await client.send(new sdk.PutObjectCommand(input))).ETag;
        } catch (error) {
          if (isRace(error) && left > 1) continue;
          if (!isQuicker(error)) throw error;
          // The SDK retries a request whose response was lost; then the other write was ours.
          const now = await read(Key);
          return now?.text === text ? now.etag : undefined;
        }
      }
    },
    async remove(Key, seen) {
      try {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key, IfMatch: seen }));
        return true;
      } catch (error) {
        if (isQuicker(error)) return false;
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}
