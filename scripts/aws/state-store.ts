import type { S3Client } from '@aws-sdk/client-s3';

/** An object of a state bucket, and the version of it that was seen. */
export interface Stored {
  text: string;
  etag: string;
}

/** A state bucket's objects, opened with one role. */
export interface StateStore {
  bucket: string;
  /** Keys and ETags of all objects below a prefix. */
  list(prefix?: string): Promise<{ key: string; etag: string }[]>;
  /** Undefined when there is no such object. */
  read(key: string): Promise<Stored | undefined>;
  /** Its ETag; undefined when there is no such object. */
  etagOf(key: string): Promise<string | undefined>;
  /**
   * Writes an object only if nobody else has written it since it was seen.
   * @param seen its ETag then; undefined when there was none
   * @returns its new ETag; undefined when somebody else was quicker, and nothing was written
   */
  write(key: string, text: string, seen: string | undefined): Promise<string | undefined>;
  /** Removes exactly the version that was seen; false when it has changed or is gone. */
  remove(key: string, seen: string): Promise<boolean>;
  close(): void;
}

const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/**
 * A condition that did not hold: 412, or 404 where an object to be replaced has been deleted (S3 user guide, "How to
 * prevent object overwrites with conditional writes").
 */
const isQuicker = (error: unknown) =>
  statusOf(error) === 412 || (isMissing(error) && (error as Error).name !== 'NoSuchBucket');

/** Another write of the object was under way, and nobody knows which came first: S3 asks to try again. */
const isRace = (error: unknown) => statusOf(error) === 409;

/** How often a race is run again: each time somebody else has written in the very same moment. */
const races = 5;

/**
 * Objects of a bucket through a client. Encryption is left to the bucket, which puts all under the state key.
 * @param client is closed with the store
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
          // The SDK sends a request again whose answer was lost; then it was we who were quicker.
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
