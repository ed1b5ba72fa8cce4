import { checkEmail } from '../../../../local/cognito/pools/pool-email';
import { Ses } from '../../../../local/ses/ses';

const at = { account: '111111111111', region: 'eu-central-1' };
const name = 'auth.northpay.example';
const arn = (region = at.region, account = at.account, identity = name) =>
  `arn:aws:ses:${region}:${account}:identity/${identity}`;
const unverified = (region: string, identity: string) =>
  'Cognito received the following error from Amazon SES when attempting to send email: Email address is not ' +
  `verified. The following identities failed the check in region ${region}: ${identity}`;

/** Verified in two regions, and another domain that is not verified. */
function senders(): Ses {
  const ses = new Ses();
  for (const region of [at.region, 'eu-west-1', 'eu-north-1']) {
    const { tokens } = ses.create({ ...at, region }, name, {}, 0);
    ses.publish(
      tokens.map((token) => ({
        name: `${token}._domainkey.${name}`,
        type: 'CNAME',
        value: `${token}.dkim.amazonses.com`,
      })),
    );
  }
  ses.create(at, 'new.example', {}, 0);
  ses.setsIn(at).set('ours', {});
  return ses;
}

const sender = {
  EmailSendingAccount: 'DEVELOPER' as const,
  SourceArn: arn(),
  From: `NorthPay <no-reply@${name}>`,
};

test.each([
  ['the default', undefined],
  ["Cognito's own sender, with answers to an address", { ReplyToEmailAddress: 'a@b.example' }],
  ['a verified identity', sender],
  ['an address below the domain', { ...sender, From: `no-reply@mail.${name}` }],
  ['no address beside the identity', { ...sender, From: undefined }],
  ['an existing configuration set', { ...sender, ConfigurationSet: 'ours' }],
  ['an identity of a region that all may use', { ...sender, SourceArn: arn('eu-west-1') }],
])('a pool may send mail from %s', (_, given) => {
  expect(() => checkEmail(senders(), at, given)).not.toThrow();
});

test.each([
  [
    'an address of its own from Cognito’s sender',
    { From: 'a@b.example' },
    'InvalidParameterException',
    'Cannot configure From email address for default email configuration',
  ],
  ['no identity', { ...sender, SourceArn: undefined }, 'InvalidParameterException', 'SourceArn is required'],
  [
    'an identity of another account',
    { ...sender, SourceArn: arn(at.region, '222222222222') },
    'NotAuthorizedException',
    'Email arn does not belong to your account.',
  ],
  [
    'an invalid identity',
    { ...sender, SourceArn: 'arn:aws:sns:eu-central-1:111111111111:x' },
    'NotAuthorizedException',
    'Email arn does not belong to your account.',
  ],
  [
    'an identity of a region that only its own pools may use',
    { ...sender, SourceArn: arn('eu-north-1') },
    'InvalidParameterException',
    'eu-north-1',
  ],
  [
    'an unverified identity',
    { ...sender, SourceArn: arn(at.region, at.account, 'new.example') },
    'InvalidParameterException',
    unverified('EU-CENTRAL-1', arn(at.region, at.account, 'new.example')),
  ],
  [
    'an identity that does not exist',
    { ...sender, SourceArn: arn('us-east-1') },
    'InvalidParameterException',
    unverified('US-EAST-1', arn('us-east-1')),
  ],
  [
    'another domain than the identity',
    { ...sender, From: `no-reply@not${name}` },
    'InvalidParameterException',
    unverified('EU-CENTRAL-1', `no-reply@not${name}`),
  ],
  [
    'a configuration set that does not exist',
    { ...sender, ConfigurationSet: 'theirs' },
    'InvalidParameterException',
    'Configuration set <theirs> does not exist.',
  ],
])('a pool may not send mail from %s', (_, given, type, message) => {
  expect(() => checkEmail(senders(), at, given)).toThrow(
    expect.objectContaining({ type, message: expect.stringContaining(message) }),
  );
});
