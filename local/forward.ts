import { Agent, request as httpRequest } from 'node:http';
import { credentialScope, flatHeaders } from './request';
import type { AwsRequest, AwsResponse, Forward } from './service';

/** Headers with the body's checksum and length: wrong once a service changes the body. */
const OF_THE_BODY = ['x-amz-crc32', 'content-length'];
/** Headers that belong to one connection only. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'expect'];

function without(headers: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/**
 * The headers that make moto act in the request's account and region. moto reads the account from `x-moto-account-id`,
 * and the region from the user agent, else from the credential scope. So the user agent is left out, and the scope
 * rewritten, since a service may have sent the request to another region.
 */
export function motoHeaders(request: AwsRequest): Record<string, string> {
  const headers = without(request.headers, [...HOP_BY_HOP, 'content-length', 'user-agent']);
  headers['x-moto-account-id'] = request.account;
  const { service, region } = request;
  const presigned = !headers.authorization && credentialScope('', request.path);
  if (service && region && !presigned) {
    const key = credentialScope(headers.authorization ?? '', '')?.accessKey ?? 'AKIAFLEETLOCALAWS000';
    const scope = `${key}/20200101/${region}/${service}/aws4_request`;
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  }
  return headers;
}

/** Sends requests to the moto server at `port` over kept-alive connections. Rejects when moto has ended. */
export function motoForward(port: number): { forward: Forward; close(): void } {
  const agent = new Agent({ keepAlive: true });
  const forward: Forward = (request) =>
    new Promise<AwsResponse>((resolve, reject) => {
      const headers = { ...motoHeaders(request), 'content-length': String(request.body.length) };
      const options = { host: '127.0.0.1', port, agent, method: request.method, path: request.path, headers };
      const outgoing = httpRequest(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          // The length in a response to HEAD is that of a body that isn't sent, so it must be kept.
          const names = request.method === 'HEAD' ? HOP_BY_HOP : [...HOP_BY_HOP, ...OF_THE_BODY];
          resolve({
            status: incoming.statusCode ?? 500,
            headers: without(flatHeaders(incoming.headers), names),
            body: Buffer.concat(chunks),
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  return { forward, close: () => agent.destroy() };
}

/** A request that a service makes on its own behalf, in a given account and region. */
export function ownRequest(
  to: Pick<AwsRequest, 'service' | 'region' | 'account'>,
  what: Partial<Pick<AwsRequest, 'method' | 'path' | 'headers'>> & { target?: string; body?: string },
): AwsRequest {
  const { target, body = '', method = 'POST', path = '/', headers = {} } = what;
  const protocol: Record<string, string> = target
    ? { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }
    : {};
  return {
    ...to,
    operation: target?.split('.').at(-1) ?? '',
    method,
    path,
    headers: { host: '127.0.0.1', ...protocol, ...headers },
    body: Buffer.from(body),
  };
}

/** A response body as JSON; an empty object if the body is empty. */
// biome-ignore lint/suspicious/noExplicitAny: AWS responses differ by operation
export const jsonBody = (message: { body: Buffer | string }): any => JSON.parse(String(message.body) || '{}');
