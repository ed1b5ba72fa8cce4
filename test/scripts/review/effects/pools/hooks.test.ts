import { functionArn, pool } from '../full';
import { edit, effects, ids } from '../planned';

const type = 'aws_cognito_user_pool';
const hook = 'lambda_config.pre_token_generation_config';

test.each([
  [
    'the hook is gone',
    edit(edit(pool, hook, []), 'lambda_config.pre_token_generation', ''),
    ['hook-removed', 'pre_token_generation would no longer be called, now prod-cell-01-hook:acme'],
  ],
  [
    'all functions are gone',
    edit(pool, 'lambda_config', []),
    ['hook-removed', /post_confirmation|pre_token/],
  ],
  [
    'another alias',
    edit(pool, `${hook}.lambda_arn`, functionArn('prod-cell-01-hook:globex')),
    [
      'hook-repointed',
      'pre_token_generation would call prod-cell-01-hook:globex, now prod-cell-01-hook:acme',
    ],
  ],
  [
    'the function of another account',
    edit(
      pool,
      `${hook}.lambda_arn`,
      functionArn('prod-cell-01-hook:acme').replace('303030303031', '666666666666'),
    ),
    ['hook-repointed', /would call arn:aws:lambda:eu-central-1:666666666666:.*, now arn:aws:.*303030303031/],
  ],
  [
    'an older event',
    edit(pool, `${hook}.lambda_version`, 'V1_0'),
    ['hook-removed', /would get events V1_0, now V2_0/],
  ],
  [
    'another trigger is repointed',
    edit(pool, 'lambda_config.post_confirmation', functionArn('other')),
    ['hook-repointed', 'post_confirmation would call other, now prod-cell-01-post-confirmation:acme'],
  ],
  [
    'users are migrated',
    edit(pool, 'lambda_config.user_migration', functionArn('migrate')),
    ['hook-added', 'user_migration would call migrate, now nothing'],
  ],
  [
    'codes go through a function',
    edit(pool, 'lambda_config.custom_email_sender', [
      { lambda_arn: functionArn('send'), lambda_version: 'V1_0' },
    ]),
    ['hook-added', 'custom_email_sender would call send, now nothing'],
  ],
  [
    'codes are under another key',
    edit(pool, 'lambda_config.kms_key_id', 'k'),
    ['encryption-changed', /codes/],
  ],
] as const)('hooks: %s', (_, after, [id, what]) => {
  const said = typeof what === 'string' ? what : expect.stringMatching(what);
  expect(effects(type, pool, after)).toContainEqual({
    id,
    what: said,
    path: expect.stringMatching(/^lambda_config/),
  });
});

test('every function of a pool counts', () => {
  const names = [
    'create_auth_challenge',
    'custom_message',
    'define_auth_challenge',
    'post_authentication',
    'post_confirmation',
    'pre_authentication',
    'pre_sign_up',
    'user_migration',
    'verify_auth_challenge_response',
  ];
  for (const name of names) {
    const [one, other] = ['one', 'other'].map((fn) => edit(pool, `lambda_config.${name}`, functionArn(fn)));
    expect(ids(type, one, other)).toEqual(['hook-repointed']);
    expect(ids(type, one, edit(pool, `lambda_config.${name}`, ''))).toEqual(['hook-removed']);
  }
});

test('what Cognito repeats of the hook in its older attribute adds nothing to the newer one', () => {
  const stale = edit(pool, 'lambda_config.pre_token_generation', functionArn('former'));
  expect(effects(type, pool, stale)).toEqual([]);
  expect(ids(type, pool, edit(stale, hook, []))).toEqual(['hook-repointed']);
});

test('an older attribute that is not known yet counts only if there is no newer one', () => {
  const unknown = { lambda_config: [{ pre_token_generation: true }] };
  const untold = edit(pool, 'lambda_config.pre_token_generation', null);
  const other = edit(untold, `${hook}.lambda_arn`, functionArn('other'));
  expect(ids(type, pool, other, { unknown })).toEqual(['hook-repointed']);
  expect(effects(type, pool, edit(untold, hook, []), { unknown })).toEqual([]);
});

test('a newer event takes nothing away', () => {
  expect(effects(type, pool, edit(pool, `${hook}.lambda_version`, 'V3_0'))).toEqual([]);
});

test('a hook whose ARN is not known yet is not treated as removed', () => {
  const after = edit(pool, 'lambda_config', [{}]);
  const unknown = {
    lambda_config: [{ pre_token_generation_config: [{ lambda_arn: true }], post_confirmation: true }],
  };
  expect(effects(type, pool, after, { unknown })).toEqual([]);
  expect(
    effects(type, pool, edit(pool, 'lambda_config', null), { unknown: { lambda_config: true } }),
  ).toEqual([]);
});
