import { type AwsRequest, type AwsResponse, awsError } from './service';

/**
 * What the front refuses, whoever asks; undefined for everything else.
 *
 * Signatures aren't checked here, and a function's zip runs on this machine: any web page that the user
 * opens could upload one to loopback and run it. Browsers name the page in `Origin`, and no AWS SDK outside
 * a browser sends that header, so a signed request that has one is refused. Unsigned ones (sign-in from an
 * application's own page) stay allowed. moto's own control pages would pull it from under the front.
 */
export function refusal({ service, path, headers }: AwsRequest): AwsResponse | undefined {
  if (path.startsWith('/moto-api'))
    return awsError(404, 'UnknownOperationException', 'moto is not reached through the local AWS');
  if (service && headers.origin)
    return awsError(
      403,
      'AccessDeniedException',
      `the local AWS takes no signed requests from web pages (${headers.origin})`,
    );
  return undefined;
}
