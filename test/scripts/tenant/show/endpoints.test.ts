import { endpointsOf } from '../../../../scripts/tenant/show/endpoints';
import { realEnvironment } from '../../../invariants/fleet';

const { environment, tenants } = realEnvironment('dev');
const at = { region: 'eu-central-1', userPoolId: 'eu-central-1_AbC123' };
const of = (id: string) =>
  endpointsOf(environment, tenants.find((tenant) => tenant.id === id) as (typeof tenants)[0], at);

test("a tenant's developers get the pool's issuer, and the sign-in domain that its stack creates", () => {
  expect(of('acme')).toEqual({
    issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123',
    keys: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123/.well-known/jwks.json',
    discovery:
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123/.well-known/openid-configuration',
    authorize: 'https://northpay-dev-acme.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
    token: 'https://northpay-dev-acme.auth.eu-central-1.amazoncognito.com/oauth2/token',
    userInfo: 'https://northpay-dev-acme.auth.eu-central-1.amazoncognito.com/oauth2/userInfo',
    logout: 'https://northpay-dev-acme.auth.eu-central-1.amazoncognito.com/logout',
  });
});

test('a custom domain replaces the other one, and the issuer is still the pool', () => {
  expect(of('initech')).toMatchObject({
    issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123',
    token: 'https://login.initech.dev.northpay.example/oauth2/token',
  });
});
