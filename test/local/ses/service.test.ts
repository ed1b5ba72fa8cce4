import { dispatch } from '../../../local/dispatch';
import { sesService } from '../../../local/ses/service';
import { Ses } from '../../../local/ses/ses';

const account = '111111111111';
const name = 'auth.northpay.example';

function local(region = 'eu-central-1') {
  const ses = new Ses();
  const service = sesService(ses, () => 1_700_000_000_000);
  async function send(
    method: string,
    path: string,
    body?: object,
    to: { account?: string; region?: string } = {},
  ) {
    const request = {
      service: path.startsWith('/_local') ? '' : 'ses',
      account: to.account ?? account,
      region: to.region ?? region,
      operation: '',
      method,
      path,
      headers: {},
      body: Buffer.from(body ? JSON.stringify(body) : ''),
    };
    const moto = async () => ({ status: 0, headers: {}, body: '{}' });
    const answer = await dispatch([service], request, moto);
    return { status: answer.status, body: JSON.parse(String(answer.body)) };
  }
  const identity = () => send('GET', `/v2/email/identities/${name}`);
  return { ses, send, identity };
}

const made = { EmailIdentity: name, DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' } };
const recordsOf = (tokens: string[], zone = 'dkim.amazonses.com') =>
  tokens.map((token) => ({ name: `${token}._domainkey.${name}`, type: 'CNAME', value: `${token}.${zone}` }));

test.each([
  ['eu-central-1', 'dkim.amazonses.com'],
  ['eu-south-1', 'dkim.eu-south-1.amazonses.com'],
])('a domain of %s is verified once its three records are in DNS, and not before', async (region, zone) => {
  const { send, identity } = local(region);
  const { body } = await send('POST', '/v2/email/identities', made);
  const tokens: string[] = body.DkimAttributes.Tokens;
  expect(body).toMatchObject({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: false });
  expect(new Set(tokens).size).toBe(3);

  const [first, ...rest] = recordsOf(tokens, zone);
  await send('POST', '/_local/ses/dns', rest);
  expect((await identity()).body).toMatchObject({
    VerifiedForSendingStatus: false,
    DkimAttributes: { Status: 'PENDING' },
  });
  await send('POST', '/_local/ses/dns', [{ ...first, value: 'elsewhere.example' }]);
  expect((await identity()).body.VerifiedForSendingStatus).toBe(false);
  expect((await send('POST', '/_local/ses/dns', [first as object])).status).toBe(201);
  expect((await identity()).body).toMatchObject({
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: { Status: 'SUCCESS', CurrentSigningKeyLength: 'RSA_2048_BIT' },
  });
});

test('each account and region verifies a domain for itself', async () => {
  const { ses, send } = local();
  const { body } = await send('POST', '/v2/email/identities', made);
  for (const to of [{ account: '222222222222' }, { region: 'eu-west-1' }])
    await send('POST', '/v2/email/identities', made, to);
  await send('POST', '/_local/ses/dns', recordsOf(body.DkimAttributes.Tokens));
  const verified = (place: object) => ses.isVerified({ account, region: 'eu-central-1', ...place }, name);
  expect([verified({}), verified({ account: '222222222222' }), verified({ region: 'eu-west-1' })]).toEqual([
    true,
    false,
    false,
  ]);
  // When created again, it has other keys.
  await send('DELETE', `/v2/email/identities/${name}`);
  await send('POST', '/v2/email/identities', made);
  expect(verified({})).toBe(false);
});

test('an address is verified with its domain', async () => {
  const { ses, send } = local();
  const at = { account, region: 'eu-central-1' };
  const { body } = await send('POST', '/v2/email/identities', made);
  await send('POST', '/v2/email/identities', { EmailIdentity: `a@${name}` });
  expect(ses.isVerified(at, `a@${name}`)).toBe(false);
  await send('POST', '/_local/ses/dns', recordsOf(body.DkimAttributes.Tokens));
  expect(ses.isVerified(at, `a@${name}`)).toBe(true);
  expect(ses.isVerified(at, `b@${name}`)).toBe(false);
});

test.each([
  [{}, 'expected array'],
  [[{ name: 'a', type: 'TXT', value: 'b' }], 'CNAME'],
])('DNS accepts a list of CNAME records, not %j', async (records, message) => {
  const { send } = local();
  const answer = await send('POST', '/_local/ses/dns', records);
  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});

test('a configuration set keeps its options, and an identity can name only an existing one', async () => {
  const { send } = local();
  const sets = '/v2/email/configuration-sets';
  const withSet = { ...made, ConfigurationSetName: 'ours' };
  expect(await send('POST', '/v2/email/identities', withSet)).toMatchObject({
    status: 404,
    body: { __type: 'NotFoundException', message: 'Configuration set <ours> does not exist.' },
  });
  await send('POST', sets, { ConfigurationSetName: 'ours', DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
  expect((await send('POST', sets, { ConfigurationSetName: 'ours' })).body.__type).toBe(
    'AlreadyExistsException',
  );
  await send('PUT', `${sets}/ours/suppression-options`, { SuppressedReasons: ['BOUNCE'] });
  expect((await send('GET', `${sets}/ours`)).body).toEqual({
    ConfigurationSetName: 'ours',
    DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    ReputationOptions: { ReputationMetricsEnabled: false },
    SendingOptions: { SendingEnabled: true },
    SuppressionOptions: { SuppressedReasons: ['BOUNCE'] },
    Tags: [],
  });
  expect((await send('POST', '/v2/email/identities', withSet)).body.ConfigurationSetName).toBe('ours');
  await send('DELETE', `${sets}/ours`);
  expect((await send('GET', `${sets}/ours`)).status).toBe(404);
});

test('tags belong to the resource, and are deleted with it', async () => {
  const { send, identity } = local();
  const arn = `arn:aws:ses:eu-central-1:${account}:identity/${name}`;
  const tags = async () =>
    (await send('GET', `/v2/email/tags?ResourceArn=${encodeURIComponent(arn)}`)).body.Tags;
  await send('POST', '/v2/email/identities', { ...made, Tags: [{ Key: 'a', Value: '1' }] });
  await send('POST', '/v2/email/tags', {
    ResourceArn: arn,
    Tags: [
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ],
  });
  await send('DELETE', `/v2/email/tags?ResourceArn=${encodeURIComponent(arn)}&TagKeys=a&TagKeys=b`);
  expect(await tags()).toEqual([{ Key: 'c', Value: '3' }]);
  expect((await identity()).body.Tags).toEqual([{ Key: 'c', Value: '3' }]);
  await send('DELETE', `/v2/email/identities/${name}`);
  expect(await tags()).toEqual([]);
  expect(await identity()).toMatchObject({ status: 404, body: { __type: 'NotFoundException' } });
});

test('everything else is left to moto', async () => {
  expect((await local().send('POST', '/v2/email/outbound-emails', {})).status).toBe(0);
});
