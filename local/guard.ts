import { type AwsRequest, type AwsResponse, awsError } from './service';

/**
 * What the front refuses from any caller; undefined for everything else.
 *
 * Signatures aren't checked here, and a function's zip runs on this machine: any web page that the user opens could
 * upload one to loopback and run it. Browsers name the page in `Origin`, which no AWS SDK outside a browser sends, so a
 * signed request with that header is refused. Unsigned ones (sign-in from an application's own page) stay allowed.
 * moto's control pages are refused because they could reset moto behind our back.
 */
export function refusal({ service, path, headers }: AwsRequest): AwsResponse | undefined {
  if (path.startsWith('/moto-api'))
    return awsError(404, 'UnknownOperationException', 'moto cannot be reached through the local AWS');
  if (service && headers.origin)
    return awsError(
      403,
      'AccessDeniedException',
      `the local AWS accepts no signed requests from web pages (${headers.origin})`,
    );
  return undefined;
}
