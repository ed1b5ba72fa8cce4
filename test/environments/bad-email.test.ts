import { loadChanged, refuses } from './fixture';

// What is refused in the SES identities that user pools send mail from. `live` is production.
const at = 'email.eu-west-1';
const seen = 'email["eu-west-1"]';
const reason = 'the DNS records of the new account are on their way';
const relaxed = { relaxations: [{ protection: 'email-sender', reason }] };

refuses('live', [
  [
    'production on the sender of Cognito',
    { email: undefined },
    'email',
    undefined,
    "is missing: user pools would send mail from Cognito's own sender, 50 mails a day",
    "write email: { 'eu-central-1': { identity: { make: '<domain>' }",
  ],
  [
    'a region without a sender',
    { [at]: undefined },
    seen,
    undefined,
    "is missing: user pools of this region would send mail from Cognito's own sender",
    "the relaxation 'email-sender'",
  ],
  [
    'pools that wait for DNS in production',
    { [`${at}.awaitingDns`]: ['cells'] },
    `${seen}.awaitingDns[0]`,
    'cells',
    "user pools of this account would send mail from Cognito's own sender",
    "the relaxation 'email-sender'",
  ],
  [
    'relaxation that nothing needs',
    relaxed,
    'relaxations[0].protection',
    'email-sender',
    'has no effect: every user pool that sends mail has its own sender',
    'remove it',
  ],
]);

refuses('test', [
  [
    'relaxation although nothing needs a sender',
    { email: undefined, ...relaxed },
    'relaxations[0].protection',
    'email-sender',
    'only production environments have this protection',
    'remove it',
  ],
  [
    'a region without a sender, although others have one',
    { [at]: undefined },
    seen,
    undefined,
    'is missing',
    'or remove email',
  ],
  [
    'sender of a region that the environment is not in',
    { 'email.us-east-1': { identity: { make: 'a.example' }, from: 'a@a.example' } },
    'email["us-east-1"]',
    'us-east-1',
    'not in this region',
    'use one of: "eu-central-1", "eu-west-1"',
  ],
  [
    'sender of a region in which no pool mails',
    {
      'accounts.identity.flows': ['internal', 'machine'],
      'customer.databases': undefined,
      'regions.2': 'eu-west-2',
      'email.eu-west-2': { identity: { make: 'a.example' }, from: 'a@a.example' },
    },
    'email["eu-west-2"]',
    { identity: { make: 'a.example' }, from: 'a@a.example' },
    'no user pool of this region sends mail',
    'remove it',
  ],
  [
    'sender of another domain than the identity',
    { [`${at}.from`]: 'no-reply@example.com' },
    `${seen}.from`,
    'no-reply@example.com',
    'does not belong to the identity "auth.test.example.com", so SES would refuse it',
    'write an address of auth.test.example.com or of a domain below it',
  ],
  [
    'domain that only ends like the identity',
    { [`${at}.from`]: 'no-reply@notauth.test.example.com' },
    `${seen}.from`,
    'no-reply@notauth.test.example.com',
    'does not belong to the identity',
    'write an address of',
  ],
  [
    'another address than the one that is verified',
    { [`${at}.identity`]: { existing: 'other@auth.test.example.com' } },
    `${seen}.from`,
    'no-reply@auth.test.example.com',
    'does not belong to the identity "other@auth.test.example.com"',
    'write other@auth.test.example.com',
  ],
  [
    'address to be created: no one could click its link',
    { [`${at}.identity`]: { make: 'no-reply@auth.test.example.com' } },
    `${seen}.identity.make`,
    'no-reply@auth.test.example.com',
    'wrong form',
    'without https:// or @',
  ],
  [
    'identity both created and existing',
    { [`${at}.identity.existing`]: 'auth.test.example.com' },
    `${seen}.identity`,
    { make: 'auth.test.example.com', existing: 'auth.test.example.com' },
    'wrong form',
    "exactly one of: { make: '…' }, { existing: '…' }",
  ],
  [
    'identity by its ARN',
    { [`${at}.identity`]: { existing: 'arn:aws:ses:eu-west-1:111111111111:identity/a.example' } },
    `${seen}.identity.existing`,
    'arn:aws:ses:eu-west-1:111111111111:identity/a.example',
    'not one of the allowed values',
    'a domain or an address, such as',
  ],
  [
    'sender with its name in the address',
    { [`${at}.from`]: 'Us <no-reply@auth.test.example.com>' },
    `${seen}.from`,
    'Us <no-reply@auth.test.example.com>',
    'wrong form',
    'only an e-mail address',
  ],
  [
    'name that would have to be quoted',
    { [`${at}.fromName`]: 'Us, Inc.' },
    `${seen}.fromName`,
    'Us, Inc.',
    'wrong form',
    'letters, digits',
  ],
  [
    'name with a line break, which would begin another header',
    { [`${at}.fromName`]: 'Us\nBcc: x' },
    `${seen}.fromName`,
    'Us\nBcc: x',
    'wrong form',
    'letters, digits',
  ],
  [
    'reply-to that is not an address',
    { [`${at}.replyTo`]: 'support' },
    `${seen}.replyTo`,
    'support',
    'wrong form',
    'only an e-mail address',
  ],
  [
    'configuration set with a blank',
    { [`${at}.configurationSet`]: { existing: 'our set' } },
    `${seen}.configurationSet.existing`,
    'our set',
    'wrong form',
    'letters, digits, _ and -',
  ],
  [
    'unknown account that waits for DNS',
    { [`${at}.awaitingDns`]: ['cell'] },
    `${seen}.awaitingDns[0]`,
    'cell',
    'no user pool of this account sends mail in eu-west-1',
    'did you mean "cells"?',
  ],
  [
    'account that waits twice',
    { [`${at}.awaitingDns`]: ['cells', 'cells'] },
    `${seen}.awaitingDns[1]`,
    'cells',
    'twice',
    'remove one of the two',
  ],
]);

test.each([
  ['production, with a reason', 'live', { [`${at}.awaitingDns`]: ['cells'], ...relaxed }],
  ['production without any sender, with a reason', 'live', { email: undefined, ...relaxed }],
  ['production without a sender in one region, with a reason', 'live', { [at]: undefined, ...relaxed }],
  ['anywhere else', 'test', { [`${at}.awaitingDns`]: ['cells', 'identity'] }],
  ['anywhere else without any sender', 'test', { email: undefined }],
] as const)("Cognito's own sender is allowed in %s", (_, name, changes) => {
  const { problems } = loadChanged((tree) => {
    for (const [path, value] of Object.entries(changes)) {
      const keys = path.split('.');
      const last = keys.pop() as string;
      const parent = keys.reduce((inner, key) => inner[key], tree.environments[name]);
      if (value === undefined) delete parent[last];
      else parent[last] = value;
    }
  });
  expect(problems).toEqual([]);
});

test('an identity may be an address, and a sender of a domain below the identity', () => {
  const { problems } = loadChanged(({ environments: { test } }) => {
    test.email['eu-central-1'].from = 'no-reply@mail.auth.test.example.com';
    Object.assign(test.email['eu-west-1'], {
      identity: { existing: 'no-reply@auth.test.example.com' },
      configurationSet: { existing: 'shared_Set-1' },
    });
  });
  expect(problems).toEqual([]);
});

test('all mistakes in the senders are reported at once', () => {
  const { problems } = loadChanged(({ environments: { live } }) => {
    delete live.email['eu-west-1'];
    live.email['eu-central-1'].from = 'no-reply@example.com';
    live.email['eu-central-1'].awaitingDns = ['cells', 'nobody'];
    live.email['us-east-1'] = { identity: { make: 'a.example' }, from: 'a@a.example' };
  });
  expect(problems.map(({ path }) => path).sort()).toEqual([
    'email["eu-central-1"].awaitingDns[0]',
    'email["eu-central-1"].awaitingDns[1]',
    'email["eu-central-1"].from',
    'email["eu-west-1"]',
    'email["us-east-1"]',
  ]);
});
