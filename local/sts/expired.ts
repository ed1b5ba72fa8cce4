import { randomUUID } from 'node:crypto';
import { type AwsRequest, type AwsResponse, awsError } from '../service';

const WORDS = 'The security token included in the request is expired';

/** When a request was signed (SigV4's `20261127T101112Z`), in milliseconds since 1970; undefined if it doesn't say. */
function signedAt({ headers, path }: AwsRequest): number | undefined {
  const query = new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : '');
  const date = headers['x-amz-date'] ?? query.get('X-Amz-Date') ?? '';
  const written = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return written.test(date) ? Date.parse(date.replace(written, '$1-$2-$3T$4:$5:$6Z')) : undefined;
}

/**
 * Refuses a request whose session had expired (`endsAt`, in milliseconds since 1970) when it was signed, with its
 * service's own error; otherwise undefined. It uses the signature's time, so that a busy machine makes no difference.
 */
export function expired(request: AwsRequest, endsAt: number | undefined): AwsResponse | undefined {
  if (endsAt === undefined || (signedAt(request) ?? Date.now()) < endsAt) return undefined;
  const { service, headers } = request;
  const xml = (status: number, body: string): AwsResponse => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body,
  });
  if (service === 's3')
    return xml(
      400,
      '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>',
    );
  if ((headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return xml(
      403,
      `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>${WORDS}</Message></Error>` +
        `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    );
  const answer = awsError(headers['x-amz-target'] ? 400 : 403, 'ExpiredTokenException', WORDS);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': 'ExpiredTokenException' } };
}
