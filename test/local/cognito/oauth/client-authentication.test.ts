import fc from 'fast-check';
import { authenticateClient } from '../../../../local/cognito/oauth/client-authentication';
import { madeWith, newPages } from './harness';

const confidential = newPages({ secrets: [madeWith('its-secret')] });
const open = newPages();

const by = ({ pool }: Pick<typeof open, 'pool'>, form: Record<string, string>, authorization?: string) =>
  authenticateClient({
    pool,
    form: new URLSearchParams(form),
    headers: authorization === undefined ? {} : { authorization },
  }).ClientId;

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const refused = expect.objectContaining({ error: 'invalid_client' });

test('a secret is read from the header, encoded or not, or from the form', () => {
  expect(by(confidential, {}, basic('c1', 'its-secret'))).toBe('c1');
  expect(by(confidential, {}, basic('c1', 'its%2Dsecret'))).toBe('c1');
  expect(by(confidential, { client_id: 'c1', client_secret: 'its-secret' })).toBe('c1');
  expect(by(open, { client_id: 'c1' })).toBe('c1');
});

test('no other secret is accepted, nor a missing one', () => {
  expect(() => by(confidential, { client_id: 'c1' })).toThrow(refused);
  fc.assert(
    fc.property(fc.string(), (secret) => {
      fc.pre(secret !== 'its-secret');
      expect(() => by(confidential, { client_id: 'c1', client_secret: secret })).toThrow(refused);
      expect(() => by(confidential, {}, basic('c1', encodeURIComponent(secret)))).toThrow(refused);
    }),
  );
});

test('a public client that sends a secret, and two different clients, are refused', () => {
  expect(() => by(open, { client_id: 'c1', client_secret: 'any' })).toThrow(refused);
  expect(() => by(confidential, { client_id: 'c2' }, basic('c1', 'its-secret'))).toThrow(refused);
});

test.each(['Basic', 'Basic !!!', 'Bearer x', basic('', ''), basic('c2', 'its-secret'), 'Basic %'])(
  'nonsense in the header is not a client: %s',
  (header) => {
    expect(() => by(confidential, {}, header)).toThrow(refused);
  },
);
