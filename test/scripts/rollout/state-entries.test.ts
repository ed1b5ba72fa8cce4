import { withEntries } from '../../../scripts/rollout/state-entries';

const configuration = {
  resource: { aws_dynamodb_table_item: { near: {}, far: { provider: 'aws.eu-west-1' } } },
};
const options = { configuration, provider: 'registry.terraform.io/hashicorp/aws', version: '1.11.4' };
const entry = (name: string) => ({
  address: `aws_dynamodb_table_item.${name}`,
  schemaVersion: 1,
  attributes: { id: name },
});

test('a state gets what the provider cannot import, after everything that it has, and a serial of its own', () => {
  const before = {
    version: 4,
    serial: 7,
    lineage: 'l',
    resources: [{ type: 'aws_iam_role' }],
    outputs: { a: 1 },
  };
  const after = JSON.parse(withEntries(JSON.stringify(before), [entry('near'), entry('far')], options));
  const item = (name: string, alias = '') => ({
    mode: 'managed',
    type: 'aws_dynamodb_table_item',
    name,
    provider: `provider["registry.terraform.io/hashicorp/aws"]${alias}`,
    instances: [{ schema_version: 1, attributes: { id: name }, sensitive_attributes: [] }],
  });
  expect(after).toEqual({
    ...before,
    serial: 8,
    resources: [{ type: 'aws_iam_role' }, item('near'), item('far', '.eu-west-1')],
  });
});

test('if there is no state yet, a new one begins', () => {
  const state = JSON.parse(withEntries('', [entry('near')], options));
  expect(state).toMatchObject({ version: 4, serial: 1, terraform_version: '1.11.4', outputs: {} });
  expect(state.lineage).toMatch(/^[0-9a-f-]{36}$/);
  expect(state.resources).toHaveLength(1);
});
