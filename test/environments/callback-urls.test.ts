import { type Loose, loadChanged, set } from './fixture';
import { fullTree } from './full';

// What Cognito accepts as a callback or sign-out URL, and which of them production accepts.

const problemsWith = (name: string, changes: Record<string, unknown>, make?: () => Loose) =>
  loadChanged((tree) => {
    for (const [path, value] of Object.entries(changes)) set(tree, name, path, value);
  }, make).problems;

const lists = ['customer.callbackUrls.1', 'customer.logoutUrls.1', 'internal.callbackUrls.1'];

const taken = [
  'https://app.example.com/in?from=fleet',
  'http://localhost',
  'http://localhost:8080/in',
  'http://127.0.0.1',
  'http://127.0.0.1:49152/in',
  'http://[::1]/',
  'http://[::1]:8080/in',
  'myapp://signed-in',
  'myapp://',
  'com.example.app://oauth/in',
];

test.each(taken)('%s is allowed outside production, in environments and tenants', (url) => {
  for (const path of lists) expect(problemsWith('test', { [path]: url })).toEqual([]);
  expect(problemsWith('test/acme', { 'callbackUrls.1': url, 'logoutUrls.1': url })).toEqual([]);
});

const http = 'use https:// (Cognito allows http:// for localhost, 127.0.0.1 and [::1] only)';
const scheme =
  'use https://, or a scheme of your app\'s own in lower case, such as "com.example.app://signed-in"';
const exact = 'write the exact URL without fragment (#), wildcard (*), blanks or credentials';
const absolute = 'use an absolute URL, such as "https://app.example.com/signed-in"';

test.each([
  ['http://127.0.0.2/in', http],
  ['http://127.0.0.1.example.com/in', http],
  ['http://[::2]/in', http],
  ['http://localhost.example.com/in', http],
  ['http://localhost:3000@example.com/in', http],
  ['http://app.example.com/in', http],
  ['http://LOCALHOST/in', http],
  ['javascript:alert(1)', scheme],
  ['javascript://%0Aalert(1)', scheme],
  ['JavaScript://%0Aalert(1)', scheme],
  ['data:text/html,x', scheme],
  ['data://text/html,x', scheme],
  ['vbscript://x', scheme],
  ['file:///etc/passwd', scheme],
  ['blob:https://app.example.com/1', scheme],
  ['about:blank', scheme],
  ['ws://app.example.com/', scheme],
  ['wss://app.example.com/', scheme],
  ['ftp://app.example.com/', scheme],
  ['intent://in#Intent;end', scheme],
  ['chrome-extension://abc/in', scheme],
  ['mailto:a@example.com', scheme],
  ['MyApp://in', scheme],
  ['myapp:in', scheme],
  ['HTTPS://app.example.com/in', scheme],
  ['myapp://in#there', exact],
  ['myapp://*', exact],
  ['myapp://a@in', exact],
  ['myapp://in/a b', exact],
  ['myapp://in\u{200B}', exact],
  ['https://app.example.com/\u{7}', exact],
  ['//app.example.com/in', absolute],
  ['http://localhost:99999/in', absolute],
])('%j is refused', (url, remedy) => {
  expect(problemsWith('test', { 'customer.callbackUrls.1': url })).toMatchObject([
    { path: 'customer.callbackUrls[1]', value: url, remedy },
  ]);
  expect(problemsWith('test/acme', { 'logoutUrls.1': url })).toMatchObject([
    { path: 'logoutUrls[1]', remedy },
  ]);
});

const local = 'a production environment must not send anyone to a local address';
const app = 'a production environment must not send anyone to a scheme that any app on the device can claim';
const relaxation = {
  protection: 'callback-urls',
  reason: 'our desktop app listens on the loopback address, with PKCE',
};

test.each([
  ['http://localhost:8080/in', local],
  ['http://127.0.0.1/in', local],
  ['https://127.0.0.1/in', local],
  ['http://[::1]:8080/in', local],
  ['myapp://signed-in', app],
  ['com.example.app://in', app],
])('production refuses %s, unless callback-urls are relaxed with a reason', (url, message) => {
  expect(problemsWith('live', { 'customer.callbackUrls.1': url })).toMatchObject([
    {
      path: 'customer.callbackUrls[1]',
      message,
      remedy: expect.stringContaining("protection: 'callback-urls'"),
    },
  ]);
  expect(problemsWith('live/acme', { 'logoutUrls.1': url })).toMatchObject([
    {
      path: 'logoutUrls[1]',
      message,
      remedy: expect.stringContaining('add a relaxation of "callback-urls" to environments/live.ts'),
    },
  ]);
  for (const path of lists)
    expect(problemsWith('live', { [path]: url, relaxations: [relaxation] })).toEqual([]);
});

test('the relaxation is refused if nothing needs it', () => {
  expect(problemsWith('live', { relaxations: [relaxation] })).toMatchObject([
    {
      path: 'relaxations[0].protection',
      message: 'this relaxation has no effect: every URL is https:// and leads to no local address',
      remedy: 'remove it',
    },
  ]);
  expect(problemsWith('test', { relaxations: [relaxation] })).toMatchObject([
    { message: expect.stringContaining('only production environments have this protection') },
  ]);
});

test("whether it is needed is not reported while a tenant's URLs are themselves wrong", () => {
  expect(
    loadChanged((tree) => {
      set(tree, 'live', 'relaxations', [relaxation]);
      set(tree, 'live/acme', 'callbackUrls.0', 'acme');
    }).problems,
  ).toMatchObject([{ path: 'callbackUrls[0]' }]);
});

test('a relaxation of another protection does not count', () => {
  expect(
    problemsWith('live', {
      'customer.callbackUrls.1': 'myapp://in',
      relaxations: [{ ...relaxation, protection: 'deletion-protection' }],
    }),
  ).toMatchObject([{ path: 'customer.callbackUrls[1]' }]);
});

test("an app's URL belongs to one sign-in, whatever its host; a loopback address may be shared", () => {
  const both = (url: string) =>
    loadChanged((tree) => {
      for (const name of ['test/acme', 'test/globex']) set(tree, name, 'callbackUrls.1', url);
    }).problems;
  for (const url of ['myapp://in', 'myapp://localhost/in', 'myapp://127.0.0.1/in'])
    expect(both(url)).toMatchObject([{ path: 'callbackUrls[1]', value: url }]);
  for (const url of ['http://localhost/in', 'http://127.0.0.1:8080/in', 'http://[::1]/in'])
    expect(both(url)).toEqual([]);
});

test("no browser offers passkeys to an app's scheme, whatever its host", () => {
  const passkeys = { relyingPartyId: 'example.org', userVerification: 'required' };
  expect(
    problemsWith(
      'test',
      { 'customer.callbackUrls': ['myapp://example.org/in'], 'customer.passkeys': passkeys },
      fullTree,
    ),
  ).toMatchObject([{ path: 'customer.passkeys.relyingPartyId' }]);
});
