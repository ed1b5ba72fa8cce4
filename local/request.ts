import type { IncomingMessage } from 'node:http';
import type { AwsRequest, Wire } from './service';

/** What SigV4 says about a request: the key, and the region and service it is for. */
export interface CredentialScope {
  accessKey: string;
  region: string;
  service: string;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/**
 * Reads the credential scope from the `Authorization` header or from a presigned query string.
 * Undefined for an unsigned request. Signatures aren't checked: every secret is known here anyway.
 */
export function credentialScope(authorization: string, path: string): CredentialScope | undefined {
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  const presigned = new URLSearchParams(query).get('X-Amz-Credential');
  const found = CREDENTIAL.exec(presigned ? `Credential=${presigned}` : authorization);
  if (!found) return undefined;
  const [, accessKey = '', region = '', service = ''] = found;
  return { accessKey, region, service };
}

/** Node returns repeated headers as lists; AWS never repeats one that matters here. */
export function flatHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** IPv4 addresses in plain form, even from an IPv6 socket. */
const wireOf = ({ rawHeaders, socket, httpVersion }: Received): Wire | undefined =>
  rawHeaders && {
    rawHeaders,
    peer: (socket?.remoteAddress ?? '').replace(/^::ffff:/, ''),
    httpVersion: httpVersion ?? '1.1',
  };

type Received = Pick<IncomingMessage, 'method' | 'url' | 'headers'> &
  Partial<Pick<IncomingMessage, 'rawHeaders' | 'socket' | 'httpVersion'>>;

/** Parses a received request. `accountOf` returns the account that an access key belongs to. */
export function parseRequest(
  message: Received,
  body: Buffer,
  accountOf: (accessKey: string | undefined) => string,
): AwsRequest {
  const headers = flatHeaders(message.headers);
  const path = message.url ?? '/';
  const scope = credentialScope(headers.authorization ?? '', path);
  const wire = wireOf(message);
  return {
    service: scope?.service ?? '',
    region: scope?.region ?? '',
    account: accountOf(scope?.accessKey),
    operation: headers['x-amz-target']?.split('.').at(-1) ?? '',
    method: message.method ?? 'GET',
    path,
    headers,
    body,
    ...(wire && { wire }),
  };
}
