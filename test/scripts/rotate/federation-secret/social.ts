import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What each provider has issued: a text, or for Apple the public key. */
export interface GivenOut {
  amazon: string;
  facebook: string;
  apple: KeyObject;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method === 'GET') return new URL(request.url ?? '', 'https://x').searchParams;
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

/** Whether Apple would accept it: signed with its key, for it, and not expired (Sign in with Apple REST API). */
function applesToken(token: string, key: KeyObject): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  const { iss, sub, aud, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const now = Date.now() / 1000;
  return (
    [alg, kid, iss, sub, aud].join() ===
      'ES256,KEY1234567,TEAM123456,services-id,https://appleid.apple.com' &&
    iat <= now &&
    exp > now &&
    exp - iat < 15_777_000 &&
    verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: createPublicKey(key.export({ type: 'spki', format: 'pem' })), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
  );
}

/** Token endpoints of Amazon, Facebook and Apple, each with its own kind of refusal; no code is valid. */
export async function startSocial(given: GivenOut) {
  const asked: { host: string; method: string; form: URLSearchParams }[] = [];
  /** Another response than theirs, if a test wants one. */
  const on: { answer?: (form: URLSearchParams) => { status: number; body: string; location?: string } } = {};
  const answers: Record<string, (form: URLSearchParams) => [number, object]> = {
    'api.amazon.com/auth/o2/token': (form) =>
      form.get('client_secret') === given.amazon
        ? [400, { error: 'invalid_grant', error_description: 'The request has an invalid grant' }]
        : [401, { error: 'invalid_client', error_description: 'Client authentication failed' }],
    // As people have reported: stackoverflow.com/q/14575477.
    'graph.facebook.com/v17.0/oauth/access_token': (form) =>
      form.get('client_secret') === given.facebook
        ? [
            400,
            { error: { message: 'Invalid verification code format.', type: 'OAuthException', code: 100 } },
          ]
        : [400, { error: { message: 'Error validating client secret.', type: 'OAuthException', code: 1 } }],
    'appleid.apple.com/auth/token': (form) => [
      400,
      {
        error: applesToken(form.get('client_secret') ?? '', given.apple) ? 'invalid_grant' : 'invalid_client',
      },
    ],
  };
  const server = createServer(async (request, response) => {
    const form = await formOf(request);
    const { host = '', 'content-type': type } = request.headers;
    asked.push({ host, method: request.method ?? '', form });
    const other = on.answer?.(form);
    if (other) {
      response.writeHead(other.status, other.location ? { location: other.location } : {}).end(other.body);
      return;
    }
    const path = request.url?.replace(/\?.*$/, '');
    if (request.method === 'POST' && !type?.startsWith('application/x-www-form-urlencoded')) {
      response.writeHead(415).end('{"error":"invalid_request"}');
      return;
    }
    const [status, body] = answers[`${host}${path}`]?.(form) ?? [404, { error: 'not_found' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    on,
    routes: ['api.amazon.com', 'graph.facebook.com', 'appleid.apple.com'].map((hosts) => ({ hosts, port })),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
