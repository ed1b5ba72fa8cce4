import type { AwsRequest, AwsResponse, Handler, Service } from '../service';

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
  const [, bucket, part = ''] = /^\/([^/?]+)\/?(?:\?([^=&]*).*)?$/.exec(path) ?? [];
  return bucket ? { bucket, part } : undefined;
}

/** What the local S3 adds to moto's: bucket policies and lifecycle rules as they were put. */
export function s3Service(): Service {
  /** Key: bucket, whose name is unique in all of AWS, and part. */
  const values = new Map<string, { body: Buffer; header?: string }>();

  /** Answers a request about a part of a bucket that exists. */
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
  /** moto deletes the bucket, if it's empty; a new bucket of that name starts without the old one's parts. */
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
