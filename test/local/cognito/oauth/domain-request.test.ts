import { domainRequest, isForDomain } from '../../../../local/cognito/oauth/domain-request';
import type { AwsRequest } from '../../../../local/service';
import { newPages } from './harness';

const host = 'acme.auth.eu-central-1.amazoncognito.com';
const pages = newPages();
const received = (path: string, headers: Record<string, string> = {}, body = ''): AwsRequest =>
  ({ method: 'POST', path, headers, body: Buffer.from(body) }) as AwsRequest;

test('a domain is known by its host, or by the base path of clients that can set none', () => {
  const byHost = domainRequest(pages.cognito, received('/login?a=1%3F&b=2', { host: `${host}:4566` }));
  expect(byHost).toMatchObject({ origin: `https://${host}`, base: '', path: '/login' });
  expect([...(byHost?.query ?? [])]).toEqual([
    ['a', '1?'],
    ['b', '2'],
  ]);
  const base = `/_local/domains/${host}`;
  const byPath = domainRequest(pages.cognito, received(`${base}/oauth2/token`, { host: '127.0.0.1:4566' }));
  expect(byPath).toMatchObject({ origin: `https://${host}`, base, path: '/oauth2/token' });
});

test.each([
  ['/', { host }, true],
  ['/', { host: 'nobody.auth.eu-central-1.amazoncognito.com' }, true],
  [`/_local/domains/${host}/login`, { host: '127.0.0.1' }, true],
  ['/_local/health', { host: '127.0.0.1' }, false],
  ['/', { host: 'cognito-idp.eu-central-1.amazonaws.com' }, false],
  ['/', {}, false],
])('%s of %j is for a sign-in domain: %s', (path, headers, expected) => {
  expect(isForDomain(pages.state, received(path, headers as Record<string, string>))).toBe(expected);
});

test('a domain that no pool has is unknown', () => {
  const unknown = received('/', { host: 'nobody.auth.eu-central-1.amazoncognito.com' });
  expect(domainRequest(pages.cognito, unknown)).toBeUndefined();
});

test('cookie values may contain an equals sign; only a form is read as one', () => {
  const headers = {
    host,
    cookie: 'a=1=2; b=x',
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
  };
  const form = domainRequest(pages.cognito, received('/login', headers, 'u=1&p=a+b'));
  expect(form?.cookies).toEqual({ a: '1=2', b: 'x' });
  expect(form?.form.get('p')).toBe('a b');
  const json = received('/login', { host, 'content-type': 'application/json' }, 'u=1');
  expect(domainRequest(pages.cognito, json)?.form.get('u')).toBeNull();
});
