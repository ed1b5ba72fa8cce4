import type { AwsRequest } from '../service';

/** A client's request to an API, as API Gateway passes it on. */
export interface ClientRequest {
  method: string;
  /** Decoded; includes the stage's name if the client's path did. */
  path: string;
  /** As received, without `?`. */
  rawQuery: string;
  /** Decoded values by name, in order. */
  query: Map<string, string[]>;
  /** Lower-case names; values of repeated headers joined with commas. Without cookies. */
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
  /** The client's IP address. */
  peer: string;
  /** Such as `HTTP/1.1`. */
  protocol: string;
}

/** Decodes a path; undefined if it is not percent-encoded UTF-8. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function multiple(pairs: Iterable<[string, string]>): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return all;
}

function* namesAndValues(flat: string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < flat.length; at += 2)
    yield [(flat[at] as string).toLowerCase(), flat[at + 1] as string];
}

/**
 * Parses a request; undefined if its path cannot be decoded. Unlike REST APIs, HTTP APIs decode the path first,
 * including `%2F`: https://github.com/middleapi/standard-server/pull/93,
 * https://github.com/aws/aws-lambda-dotnet/pull/1901.
 */
export function clientRequest({
  method,
  path: target,
  headers,
  body,
  wire,
}: AwsRequest): ClientRequest | undefined {
  const at = target.indexOf('?');
  const path = decoded(at < 0 ? target : target.slice(0, at));
  if (path === undefined) return undefined;
  const rawQuery = at < 0 ? '' : target.slice(at + 1);
  const received = multiple(wire ? namesAndValues(wire.rawHeaders) : Object.entries(headers));
  const cookies = (received.get('cookie') ?? []).flatMap((line) => line.split(';'));
  received.delete('cookie');
  return {
    method,
    path,
    rawQuery,
    query: multiple(new URLSearchParams(rawQuery)),
    headers: Object.fromEntries([...received].map(([name, values]) => [name, values.join(',')])),
    cookies: cookies.map((cookie) => cookie.trim()).filter(Boolean),
    body,
    peer: wire?.peer ?? '127.0.0.1',
    protocol: `HTTP/${wire?.httpVersion ?? '1.1'}`,
  };
}
