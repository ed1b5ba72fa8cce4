import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Browser, firstForm } from '../../../scripts/demo/browser';
import { signInOnPage } from '../../../scripts/demo/sign-in-page';

const page = (body: string) => ({ url: new URL('https://login.example/a/b?x=1'), status: 200, body });

test("a page's first form is read with its target and hidden fields", () => {
  const body = `<form method="post" action="/login?a=1&amp;b=2"><input type="hidden" name="_csrf" value="&#60;x&quot;">
    <input name="username"></form><form action="/other"><input name="other" value="y"></form>`;
  expect(firstForm(page(body))).toEqual({
    action: 'https://login.example/login?a=1&b=2',
    fields: { _csrf: '<x"', username: '' },
  });
  expect(() => firstForm(page('<p>no'))).toThrow('no form at https://login.example/a/b');
});

/** A pool's domain and an identity provider, as a browser and a token endpoint see them. */
async function standIn(answer: (message: IncomingMessage, body: string) => [number, object, string]) {
  const server: Server = createServer(async (message, outgoing: ServerResponse) => {
    let body = '';
    for await (const chunk of message) body += chunk;
    const port = (server.address() as AddressInfo).port;
    const [status, headers, text] =
      message.url === '/_local/network'
        ? [200, {}, JSON.stringify([{ hosts: '*.login.example', port }])]
        : answer(message, body);
    outgoing.writeHead(status, { ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { endpoint, close };
}

test('cookies are sent only to the host that set them, and the browser stops at an unknown host', async () => {
  const seen: string[] = [];
  const { endpoint, close } = await standIn(({ url, headers }) => {
    seen.push(`${headers.host}${url} ${headers.cookie ?? '-'}`);
    if (url === '/start')
      return [302, { location: 'https://b.login.example/next', 'set-cookie': 'sid=1; Path=/' }, ''];
    if (url === '/next') return [302, { location: 'https://a.login.example/back' }, ''];
    return [302, { location: 'https://app.example/done?code=x' }, ''];
  });
  const end = await (await Browser.at(endpoint)).get('https://a.login.example/start');
  await close();

  expect(seen).toEqual(['a.login.example/start -', 'b.login.example/next -', 'a.login.example/back sid=1']);
  expect([end.status, end.url.href]).toEqual([0, 'https://app.example/done?code=x']);
});

const app = { host: 'pool.login.example', clientId: 'c', redirectUri: 'https://app.example/done' };
const user = { username: 'ada', password: 'hush' };

test("an error in the application's redirect is the error of the sign-in", async () => {
  const { endpoint, close } = await standIn(({ method }) =>
    method === 'GET'
      ? [200, {}, '<form action="/login"></form>']
      : [302, { location: 'https://app.example/done?error=invalid_request&error_description=No+token' }, ''],
  );
  await expect(signInOnPage(endpoint, app, user)).rejects.toThrow('invalid_request: No token');
  await close();
});

test('a code with the wrong state is not exchanged', async () => {
  const asked: string[] = [];
  const { endpoint, close } = await standIn(({ method, url }) => {
    asked.push(`${method} ${url?.split('?')[0]}`);
    return method === 'GET'
      ? [200, {}, '<form action="/login"></form>']
      : [302, { location: 'https://app.example/done?code=x&state=theirs' }, ''];
  });
  await expect(signInOnPage(endpoint, app, user)).rejects.toThrow('wrong state');
  await close();
  expect(asked).toEqual(['GET /oauth2/authorize', 'POST /login']);
});
