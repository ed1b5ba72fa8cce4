import { AwsError } from './aws-error';
import {
  type AwsRequest,
  type AwsResponse,
  awsError,
  type Forward,
  type Handler,
  json,
  type Service,
} from './service';

/** The function that runs an operation; undefined if the table has none of that name. */
const operationIn = <Run>(operations: Readonly<Record<string, Run>>, name: string): Run | undefined =>
  Object.hasOwn(operations, name) ? operations[name] : undefined;

/** The response of the first service that has one, otherwise moto's. */
export async function dispatch(
  services: readonly Service[],
  request: AwsRequest,
  forward: Forward,
): Promise<AwsResponse> {
  for (const service of services) {
    const name = service.operationOf(request);
    if (name === undefined) continue;
    const handler = operationIn(service.operations, name) ?? service.otherwise;
    const response = await handler?.(request, forward);
    if (response) return response;
  }
  return forward(request);
}

/** Makes a service's table from one whose operations take something other than a request. */
export const handlers = <Run>(
  operations: Readonly<Record<string, Run>>,
  answer: (run: Run, request: AwsRequest, forward: Forward) => ReturnType<Handler>,
): Record<string, Handler> =>
  Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      (request, forward) => answer(run, request, forward),
    ]),
  );

/** The response of an operation in a JSON protocol: its result, or the AwsError that it throws. */
export async function jsonAnswer(run: () => unknown, version: '1.0' | '1.1' = '1.1'): Promise<AwsResponse> {
  try {
    return json(200, await run(), version);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return awsError(error.status, error.type, error.message, error.more, version);
  }
}

/** The error for an unsigned request that has to be signed. */
export const unsigned = (): AwsResponse =>
  awsError(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token');

/** `METHOD /path` of a request to the local AWS itself; undefined for AWS's own paths. */
export const localOperation = ({ method, path }: Pick<AwsRequest, 'method' | 'path'>): string | undefined =>
  path.startsWith('/_local/') ? `${method} ${path}` : undefined;

const segments = (path: string) => path.split('?')[0]?.split('/') ?? [];

/**
 * The key of a REST table that matches a request; `METHOD /path` if none does.
 *
 *     restOperation({ 'GET /v2/apis/*': … }, { method: 'GET', path: '/v2/apis/a1?x=y' }) // 'GET /v2/apis/*'
 */
export function restOperation(
  operations: Readonly<Record<string, unknown>>,
  { method, path }: Pick<AwsRequest, 'method' | 'path'>,
): string {
  const parts = segments(path);
  const found = Object.keys(operations).find((key) => {
    const [verb, template = ''] = key.split(' ');
    const wanted = segments(template);
    return (
      verb === method &&
      wanted.length === parts.length &&
      wanted.every((part, index) => part === '*' || part === parts[index])
    );
  });
  return found ?? `${method} ${parts.join('/')}`;
}

/** The decoded parts of a path at the `*`s of the operation's key. */
export const pathNames = (operation: string, path: string): string[] => {
  const parts = segments(path);
  return segments(operation).flatMap((part, index) =>
    part === '*' ? [decodeURIComponent(parts[index] ?? '')] : [],
  );
};
