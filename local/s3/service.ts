import type { AwsRequest, AwsResponse, Handler, Service } from '../service';

/** A bucket setting that moto changes or misreads, and that is therefore stored here verbatim. */
interface Kept {
  contentType: string;
  /** Response status of a successful PUT. */
  stored: number;
  missing: { code: string; message: string };
  /** A header that also carries the setting, with S3's default. */
  header?: { name: string; initial: string };
}

const parts: Record<string, Kept> = {
  // moto evaluates no condition but StringEquals, so it would treat "deny all that is not TLS" as "deny all".
  policy: {
    contentType: 'application/json',
    stored: 204,
    missing: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
  },
  // moto forgets NewerNoncurrentVersions, and Terraform would wait for it until it times out.
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

/** The bucket of a path-style request about a bucket (not an object), and the query's first key. */
function bucketAndPart(path: string): { bucket: string; part: string } | undefined {
  const [, bucket, part = ''] = /^\/([^/?]+)\/?(?:\?([^=&]*).*)?$/.exec(path) ?? [];
  return bucket ? { bucket, part } : undefined;
}

/** What the local S3 adds to moto's: bucket policies and lifecycle rules, returned as they were put. */
export function s3Service(): Service {
  /** By bucket, whose name is unique across AWS, and setting. */
  const values = new Map<string, { body: Buffer; header?: string }>();

  /** Handles a request about a setting of a bucket that exists. */
  const about =
    (part: string, answer: (kept: Kept, id: string, request: AwsRequest) => AwsResponse): Handler =>
    async (request, forward) => {
      const { bucket = '' } = bucketAndPart(request.path) ?? {};
      const head = await forward({ ...request, method: 'HEAD', path: `/${bucket}`, body: Buffer.alloc(0) });
      if (head.status === 404) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (head.status >= 400) return head;

      return answer(parts[part] as Kept, `${bucket}?${part}`, request);
    };

  const headersOf = ({ header }: Kept, value?: string) =>
    header ? { [header.name]: value ?? header.initial } : {};

  const put = (kept: Kept, id: string, { headers, body }: AwsRequest): AwsResponse => {
    const header = kept.header && headers[kept.header.name];
    values.set(id, { body, header });
    return { status: kept.stored, headers: headersOf(kept, header), body: '' };
  };
  const get = (kept: Kept, id: string): AwsResponse => {
    const value = values.get(id);
    if (!value) return xmlError(404, kept.missing.code, kept.missing.message);
    const headers = { 'content-type': kept.contentType, ...headersOf(kept, value.header) };
    return { status: 200, headers, body: value.body };
  };
  const remove = (_: Kept, id: string): AwsResponse => {
    values.delete(id);
    return { status: 204, headers: {}, body: '' };
  };
  /** moto deletes the bucket, if it is empty; a new bucket with that name must not inherit its settings. */
  const deleteBucket: Handler = async (request, forward) => {
    const answer = await forward(request);
    const { bucket } = bucketAndPart(request.path) ?? {};
    if (answer.status < 300) for (const part of Object.keys(parts)) values.delete(`${bucket}?${part}`);
    return answer;
  };

  return {
    operationOf({ service, method, path }) {
      if (service !== 's3') return undefined;
      const { part } = bucketAndPart(path) ?? {};
      return part === undefined ? undefined : `${method} ${part ? `/*?${part}` : '/*'}`;
    },
    operations: {
      'DELETE /*': deleteBucket,
      'PUT /*?policy': about('policy', put),
      'GET /*?policy': about('policy', get),
      'DELETE /*?policy': about('policy', remove),
      'PUT /*?lifecycle': about('lifecycle', put),
      'GET /*?lifecycle': about('lifecycle', get),
      'DELETE /*?lifecycle': about('lifecycle', remove),
    },
  };
}
