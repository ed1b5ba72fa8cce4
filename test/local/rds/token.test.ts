import fc from 'fast-check';
import { Accounts } from '../../../local/accounts';
import { readToken } from '../../../local/rds/token';
import { host, keys, token } from './harness';

const accounts = new Accounts();
const role = { arn: 'arn:aws:iam::101010101010:role/hook', sessionArn: 'arn:session' };
accounts.learn(keys.accessKeyId, { account: '101010101010', role, secret: keys.secretAccessKey });
accounts.learn('ASIANOSECRET', { account: '101010101010', role });

const read = (password: string, { to = host, user = 'hook', later = 0 } = {}) =>
  readToken(password, { host: to, user }, { accounts, now: Date.now() + later * 1000 });

test('a token of @aws-sdk/rds-signer authenticates its role, for 15 minutes', async () => {
  const password = await token();
  expect(read(password)).toMatchObject({ ok: true, identity: { role }, region: 'eu-central-1' });
  expect(read(password, { later: 890 })).toMatchObject({ ok: true });
  expect(read(password, { later: 901 })).toEqual({ ok: false, reason: 'the token has expired' });
  expect(read(password, { later: -3600 })).toMatchObject({ ok: false, reason: /times/ });
});

test.each([
  [
    'another host',
    { hostname: 'other.proxy-a1b2.eu-central-1.rds.amazonaws.com' },
    'the token is for other.',
  ],
  ['another port', { port: 5433 }, ':5433, not '],
  ['another user', { username: 'admin' }, 'another database user'],
  ['another region', { region: 'eu-west-1' }, 'another region'],
  ['unknown keys', { credentials: { ...keys, accessKeyId: 'AKIAFORGED' } }, 'not signed by a role'],
  [
    'a key whose secret is unknown',
    { credentials: { ...keys, accessKeyId: 'ASIANOSECRET' } },
    'not signed by',
  ],
  ['a guessed secret', { credentials: { ...keys, secretAccessKey: 'guess' } }, 'signature is wrong'],
])('a token for %s is refused', async (_name, changed, reason) => {
  expect(read(await token(changed))).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

test('property: a token with any character changed is refused', async () => {
  const password = await token();
  await fc.assert(
    fc.property(fc.nat(password.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
      fc.pre(password[at]?.toLowerCase() !== char.toLowerCase());
      const changed = password.slice(0, at) + char + password.slice(at + 1);
      // The same URL written differently is the same token.
      fc.pre(
        !URL.canParse(`https://${changed}`) ||
          new URL(`https://${changed}`).href !== new URL(`https://${password}`).href,
      );
      return !read(changed).ok;
    }),
    { numRuns: 2000 },
  );
});

test('property: no random text is a token, and none causes a crash', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (text) => !read(text).ok),
  );
});

test('no reason reveals a secret part of the token', async () => {
  const password = await token({ credentials: { ...keys, secretAccessKey: 'guess' } });
  const signature = new URL(`https://${password}`).searchParams.get('X-Amz-Signature') ?? 'missing';
  expect(JSON.stringify(read(password))).not.toContain(signature);
});
