import { stopLocal } from '../local/shared';

// One local AWS for all tests, since each takes seconds to start. They use separate pools, functions and domains.
afterAll(stopLocal);

describe('users', () => {
  require('./users.tests');
});
describe('sign-in', () => {
  require('./sign-in.tests');
});
describe('the pre-token-generation trigger', () => {
  require('./hook.tests');
});
describe('triggers of sign-up', () => {
  require('./triggers.tests');
});
describe('the hosted pages', () => {
  require('./hosted.tests');
});
describe('machines', () => {
  require('./machine.tests');
});
