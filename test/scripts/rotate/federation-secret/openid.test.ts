import { rotateProvider } from '../../../../scripts/rotate/federation-secret/rotate-provider';
import { readRotation, rotationKey } from '../../../../scripts/rotate/record';
import { eachInNewWorld } from './world';

const of = eachInNewWorld(true);

test('an OpenID Connect provider says whether it accepts a secret, before Cognito gets it', async () => {
  const { newRun, holder, store, has, seen, bucket, placeholder, describe } = of();
  const rotate = () => rotateProvider(newRun(), holder('okta-oidc'), { unproven: false });
  const before = await describe('okta-oidc');
  await store('okta-oidc', 'planted-wrong');
  expect(await rotate()).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(/^okta-oidc of test-internal does not take .*: it says invalid_client$/),
  });
  expect(await has('okta-oidc')).toBe(placeholder);
  expect(seen).not.toContain('UpdateIdentityProvider');
  await store('okta-oidc');
  expect(await rotate()).toEqual({ outcome: 'pushed' });
  const after = await describe('okta-oidc');
  expect(after).toEqual({
    ...before,
    ProviderDetails: { ...before?.ProviderDetails, client_secret: of().given['okta-oidc'] },
    LastModifiedDate: after?.LastModifiedDate,
  });
  const key = rotationKey('federation-secret', 'eu-central-1', 'test-internal/okta-oidc');
  expect((await readRotation(bucket, key))?.last?.proof).toBe(
    'let in (invalid_grant; a made-up secret: invalid_client)',
  );
});
