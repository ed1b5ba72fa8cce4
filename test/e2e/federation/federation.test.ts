import { stopLocal } from '../local/shared';

// One local AWS for all, since each takes seconds to start. They are told apart by their pools and domains.
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
