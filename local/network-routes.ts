import { localOperation } from './dispatch';
import { type Network, NetworkRefused } from './network';
import { type AwsRequest, type AwsResponse, json, type Service } from './service';

const HOST = 'a request to a host of the local network';
const hostPath = /^\/_local\/hosts\/([^/?]+)(.*)$/;

/** Request headers that matter to a stand-in; the others describe this connection. */
const passedOn = ['accept', 'content-type'];

/** `/_local/hosts/<host>/…` stands in for `https://<host>/…` for clients that know only the local AWS. */
async function ask(network: Network, { method, path, headers, body }: AwsRequest): Promise<AwsResponse> {
  const [, host = '', rest = ''] = hostPath.exec(path) ?? [];
  const own = passedOn.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []));
  try {
    const answer = await network.fetch(`https://${host}${rest || '/'}`, {
      method,
      headers: Object.fromEntries(own),
      body,
    });
    const type = answer.headers.get('content-type');
    return {
      status: answer.status,
      headers: type ? { 'content-type': type } : {},
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    if (!(error instanceof NetworkRefused)) throw error;
    return json(502, { message: error.message });
  }
}

/** The local network, for clients of the local AWS: which loopback port serves which hosts, and a path to each host. */
export const networkRoutes = (network: Network): Service => ({
  operationOf: (request) => (hostPath.test(request.path) ? HOST : localOperation(request)),
  operations: {
    'GET /_local/network': () => json(200, network.routes()),
    [HOST]: (request) => ask(network, request),
  },
});
