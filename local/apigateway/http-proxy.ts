import type { AwsResponse } from '../service';
import type { Exchange } from './exchange';
import { mapRequest, queryText } from './mapping';
import { hostOf, type Integration } from './state';

/** Hop-by-hop headers, and the length, which is recomputed. */
const OF_THE_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The arguments of `Network.fetch`. */
interface BackendRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Buffer;
}

const passable = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)));

/** Re-encodes each part of a decoded path. */
const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/**
 * The integration's URI with the route's path variables filled in. Only the `$default` route appends the request's own
 * path: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
function backendUrl({ route, pathParameters, path }: Exchange, uri: string): URL {
  const filled = uri.replace(/\{([^}+]+)\+?\}/g, (whole, name: string) =>
    Object.hasOwn(pathParameters, name) ? encoded(pathParameters[name] as string) : whole,
  );
  const url = new URL(filled);
  if (route?.routeKey === '$default') url.pathname = url.pathname.replace(/\/$/, '') + encoded(path);
  return url;
}

const cookieHeader = (cookies: string[]): Record<string, string> =>
  cookies.length ? { cookie: cookies.join('; ') } : {};

/** The request to a backend. */
export function backendRequest(exchange: Exchange, integration: Integration): BackendRequest {
  const { request, api } = exchange;
  const { integrationMethod, integrationUri, requestParameters } = integration;
  const mapped = mapRequest(exchange, requestParameters);
  const url = backendUrl(exchange, integrationUri);
  if (mapped.path !== undefined) url.pathname = encoded(mapped.path);
  const query = mapped.query === request.query ? request.rawQuery : queryText(mapped.query);
  url.search = [url.search.slice(1), query].filter(Boolean).join('&');
  return {
    url: url.href,
    method: integrationMethod === 'ANY' || !integrationMethod ? request.method : integrationMethod,
    headers: {
      ...passable(mapped.headers),
      ...cookieHeader(request.cookies),
      forwarded: `for=${request.peer};host=${hostOf(api)};proto=https`,
      via: `${request.protocol} AmazonAPIGateway`,
    },
    body: request.body,
  };
}

/** The client's response from a backend's. The body is passed on unchanged, compressed or not. */
export async function answerOf(response: Response): Promise<AwsResponse> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  return {
    status: response.status,
    headers: passable(headers),
    cookies: response.headers.getSetCookie(),
    body: Buffer.from(await response.arrayBuffer()),
  };
}
