import { planAdoption } from '../../../scripts/adoption/plan';
import type { AdoptionInput } from '../../../scripts/adoption/types';

const asked: string[] = [];

const input = (more: Partial<AdoptionInput>): AdoptionInput => ({
  configuration: {},
  missing: [],
  known: new Map(),
  created: new Map(),
  role: 'arn:aws:iam::111111111111:role/dev-fleet-deploy',
  async access(region) {
    asked.push(region);
    throw new Error('AWS is not asked in these tests');
  },
  region: 'eu-central-1',
  accountId: '111111111111',
  ...more,
});

const groupOf = (pool: string) => ({ name: 'admins', user_pool_id: `\${aws_cognito_user_pool.${pool}.id}` });

test('what belongs to something that neither the state nor the apply knows is absent, without asking AWS', async () => {
  const plan = await planAdoption(
    input({
      configuration: { resource: { aws_cognito_user_group: { admins: groupOf('gone') } } },
      missing: ['aws_cognito_user_group.admins'],
    }),
  );
  expect(plan).toMatchObject({ imports: [], absent: ['aws_cognito_user_group.admins'], ambiguous: [] });
  expect(asked).toEqual([]);
});

test('what cannot be imported is reported with what happens instead', async () => {
  const { notImported } = await planAdoption(
    input({
      configuration: {
        resource: { aws_lambda_invocation: { idp: {} }, aws_iam_role: { mine: { name: 'mine' } } },
        import: [{ to: 'aws_iam_role.mine', id: 'mine' }],
      },
      missing: ['aws_lambda_invocation.idp', 'aws_iam_role.mine'],
    }),
  );
  expect(notImported).toMatchObject([
    { address: 'aws_iam_role.mine', instead: 'by-itself' },
    { address: 'aws_lambda_invocation.idp', instead: 'again' },
  ]);
});

test('a resource is looked up in the region of its provider', async () => {
  const configuration = {
    provider: { aws: [{ region: 'eu-central-1' }, { alias: 'eu-west-1', region: 'eu-west-1' }] },
    resource: { aws_dynamodb_table: { copy: { name: 'dev-copy', provider: 'aws.eu-west-1' } } },
  };
  await expect(planAdoption(input({ configuration, missing: ['aws_dynamodb_table.copy'] }))).rejects.toThrow(
    'not asked',
  );
  expect(asked).toEqual(['eu-west-1']);
});

test('an address that is not in the configuration, and an unknown type, are errors', async () => {
  await expect(planAdoption(input({ missing: ['aws_iam_role.gone'] }))).rejects.toThrow(
    'aws_iam_role.gone was being created, but is not in the configuration',
  );
  const configuration = { resource: { aws_new_thing: { one: {} } } };
  await expect(planAdoption(input({ configuration, missing: ['aws_new_thing.one'] }))).rejects.toThrow(
    'adoption does not know how to find an aws_new_thing',
  );
});
