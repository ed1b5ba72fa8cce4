import { stopLocal } from '../local/shared';

// One local AWS for all tests, since each takes seconds to start. They use separate pools and domains.
afterAll(stopLocal);

describe('OpenID Connect', () => {
  require('./oidc.tests');
});
describe('SAML', () => {
  require('./saml.tests');
});
describe('linked accounts', () => {
  require('./linking.tests');
});
