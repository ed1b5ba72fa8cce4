import type { AwsRequest, AwsResponse, Forward, Service } from '../service';

/** A part of a bucket's settings that moto changes or misreads, so that it is kept here word for word. */
interface Kept {
  contentType: string;
  /** Status of a successful put. */
  stored: number;
  missing: { code: string; message: string };
  /** Header that the part also carries, with the value that S3 gives by itself. */
  header?: { name: string; initial: string };
}

const parts: Record<string, Kept> = {
  // moto reads no condition but StringEquals, and so takes "deny all that is not TLS" for "deny all".
  policy: {
    contentType: 'application/json',
    stored: 204,
    missing: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
  },
  // moto forgets NewerNoncurrentVersions; Terraform waits for it until it gives up.
  lifecycle: {
    contentType: 'application/xml',
    stored: 200,
    missing: {
      code: 'NoSuchLifecycleConfiguration',
      message: 'The lifecycle configuration does not exist',
    },
    header: {
      name: 'x-amz-transition-default-minimum-object-size',
      initial: 'all_storage_classes_128K',
    },
  },
};

const xmlError = (status: number, code: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

/** The bucket of a path-style request for a bucket (not an object), and the query's first key. */
function bucketAndPart(path: string): { bucket: string; part: string } | undefined {
  const found = /^\/([^/?]+)\/?(?:\?([^=&]*))?/.exec(path);
  const isObject = /^\/[^/?]+\/[^?]/.test(path);
  return found && !isObject ? { bucket: found[1] as string, part: found[2] ?? '' } : undefined;
}

/** What the local S3 adds to moto's: bucket policies and lifecycle rules as they were put. */
export function s3Service(): Service {
  /** Key: bucket, whose name is unique in all of AWS, and part. */
  const values = new Map<string, { body: Buffer; header?: string }>();

  async function handlePart(
    request: AwsRequest,
    forward: Forward,
    { bucket, part }: { bucket: string; part: string },
  ): Promise<AwsResponse | undefined> {
    const kept = parts[part] as Kept;
    const id = `${bucket}?${part}`;
    const head = await forward({ ...request, method: 'HEAD', path: `/${bucket}`, body: Buffer.alloc(0) });
    if (head.status === 404) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist');
    if (head.status >= 400) return head;

    const headers = (value?: string) =>
      kept.header ? { [kept.header.name]: value ?? kept.header.initial } : {};
    if (request.method === 'PUT') {
      const header = kept.header && request.headers[kept.header.name];
      values.set(id, { body: request.body, header });
      return { status: kept.stored, headers: headers(header), body: '' };
    }
    if (request.method === 'DELETE') {
      values.delete(id);
      return { status: 204, headers: {}, body: '' };
    }
    const value = values.get(id);
    if (!value) return xmlError(404, kept.missing.code, kept.missing.message);
    return {
      status: 200,
      headers: { 'content-type': kept.contentType, ...headers(value.header) },
      body: value.body,
    };
  }

  return {
    matches: ({ service }) => service === 's3',
    async handle(request, forward) {
      const place = bucketAndPart(request.path);
      if (!place) return undefined;
      if (Object.hasOwn(parts, place.part)) return handlePart(request, forward, place);
      if (request.method === 'DELETE' && place.part === '')
        for (const part of Object.keys(parts)) values.delete(`${place.bucket}?${part}`);
      return undefined;
    },
  };
}
