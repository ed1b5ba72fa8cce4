import type { Internal } from '../../environments/schema';
import { synthesize } from '../invariants/fleet';
import { secretsIn } from '../invariants/secrets';
import { everyOption, withOktaApp } from './every-option';
import { at, internalSettings, okta } from './synthesized';

const { okta: settings, identityPool } = withOktaApp.environment.internal as Internal;
const stack = okta(internalSettings({ okta: settings, identityPool }));
const json = stack as unknown as {
  provider: { okta: object[] };
  terraform: { backend: { s3: { use_lockfile: boolean } } };
};

test('reaches the organisation that the environment names, with a token that is in no file', () => {
  expect(json.provider.okta).toEqual([{ org_name: 'every', base_url: 'oktapreview.com' }]);
});

test('keeps its state as every stack does, with a lock', () => {
  expect(json.terraform.backend.s3.use_lockfile).toBe(true);
});

test('creates a confidential application for the code flow, and leaves its secret to Okta', () => {
  expect(at(stack, 'okta_app_oauth.staff_app')).toMatchObject({
    type: 'web',
    client_id: 'northpay-every-staff',
    omit_secret: true,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
    implicit_assignment: false,
  });
  expect(secretsIn(stack)).toEqual([]);
});

test("sends people back to Cognito's own address in each region, and to no other", () => {
  expect(at(stack, 'okta_app_oauth.staff_app').redirect_uris).toEqual(
    ['eu-central-1', 'eu-west-1'].map(
      (region) => `https://northpay-test-internal.auth.${region}.amazoncognito.com/oauth2/idpresponse`,
    ),
  );
});

test('sends Cognito only the groups that a role depends on', () => {
  const { groups_claim } = at(stack, 'okta_app_oauth.staff_app');
  expect(groups_claim).toEqual({
    type: 'FILTER',
    filter_type: 'REGEX',
    name: 'groups',
    value: '^(payments-operators|support)$',
  });
  const without = okta(internalSettings({ okta: settings }));
  expect(at(without, 'okta_app_oauth.staff_app')).not.toHaveProperty('groups_claim');
});

test('lets in the groups that the environment names', () => {
  expect(at(stack, 'okta_app_group_assignments.staff_groups')).toEqual({
    app_id: `\${okta_app_oauth.staff_app.id}`,
    group: [
      { id: '00g0123456789ABCDEFG', priority: 1 },
      { id: '00g0123456789ABCDEFH', priority: 2 },
    ],
  });
});

test('is protected in production: without it, staff cannot sign in', () => {
  const protectedApp = okta(internalSettings({ okta: settings }), { production: true });
  expect(at(protectedApp, 'okta_app_oauth.staff_app').lifecycle).toEqual({ prevent_destroy: true });
});

test('is not created without OpenID Connect, which it is for', () => {
  expect(() => okta(internalSettings({ okta: { ...settings, oidc: undefined } }))).toThrow(
    /internal\.okta\.oidc; write it, or remove app/,
  );
});

test('is in the home region of the internal flow, and only if the environment asks for it', () => {
  const before = synthesize(everyOption);
  const added = [...synthesize(withOktaApp).keys()].filter((id) => !before.has(id));
  expect(added).toEqual(['every-identity-eu-central-1-okta']);
});

test('the okta stack', () => {
  expect(stack).toMatchSnapshot();
});
