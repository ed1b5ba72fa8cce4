import { stopLocal } from './shared';

// One local AWS for all tests, since each takes seconds to start. They use separate accounts or services.
afterAll(stopLocal);

describe('accounts', () => {
  require('./accounts.tests');
});
describe('DynamoDB', () => {
  require('./dynamodb.tests');
});
describe('identity pools', () => {
  require('./identity-pool.tests');
});
describe('Lambda', () => {
  require('./lambda.tests');
});
describe('RDS', () => {
  require('./rds.tests');
});
describe('rights', () => {
  require('./rights.tests');
});
describe('S3', () => {
  require('./s3.tests');
});
describe('Verified Permissions', () => {
  require('./verified-permissions.tests');
});
