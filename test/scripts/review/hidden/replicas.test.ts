import { handReplicas } from '../../../../scripts/review/hidden/replicas';
import { planned, stack } from './planned';

const address = 'aws_dynamodb_table.users_table';
const arn = (region: string) => `arn:aws:dynamodb:${region}:111111111111:table/users`;
const provider = { aws: [{ region: 'eu-central-1' }, { alias: 'eu-west-1', region: 'eu-west-1' }] };

/** A table with copies, and its configuration. */
function found(
  standing: string[],
  {
    block = {},
    replicas = {},
    more = [],
    action = 'none',
  }: {
    block?: object;
    replicas?: Record<string, object>;
    more?: ReturnType<typeof planned>[];
    action?: 'none' | 'delete';
  } = {},
) {
  const table = planned(
    address,
    { id: 'users', arn: arn('eu-central-1'), replica: standing.map((region_name) => ({ region_name })) },
    { action },
  );
  const resource = {
    ...(action === 'none' && { aws_dynamodb_table: { users_table: block } }),
    aws_dynamodb_table_replica: replicas,
  };
  const synthesized = { provider, resource } as never;
  return handReplicas({ stack, synthesized, resources: [table, ...more] }).flatMap(({ regions }) => regions);
}

const ours = { users_west: { provider: 'aws.eu-west-1', global_table_arn: arn('eu-central-1') } };
const inState = (region: string, of = arn('eu-central-1')) =>
  planned('aws_dynamodb_table_replica.old', {
    id: 'users:eu-central-1',
    arn: arn(region),
    global_table_arn: of,
  });

test.each<[string, string[], string[]]>([
  ['no copy', found([]), []],
  ['a copy that configuration has', found(['eu-west-1'], { replicas: ours }), []],
  [
    'one that it names by reference',
    found(['eu-west-1'], {
      replicas: { w: { provider: 'aws.eu-west-1', global_table_arn: `\${${address}.arn}` } },
    }),
    [],
  ],
  [
    'one that is in a block of the table',
    found(['eu-west-1'], { block: { replica: [{ region_name: 'eu-west-1' }] } }),
    [],
  ],
  [
    'one that only the state has: the plan itself removes it',
    found(['us-east-1'], { more: [inState('us-east-1')] }),
    [],
  ],
  [
    'one that is in neither',
    found(['us-east-1', 'eu-west-1', 'eu-north-1'], { replicas: ours }),
    ['eu-north-1', 'us-east-1'],
  ],
  [
    "another table's copy there does not count",
    found(['eu-west-1'], {
      replicas: { w: { provider: 'aws.eu-west-1', global_table_arn: 'arn:other' } },
      more: [inState('eu-west-1', 'arn:other')],
    }),
    ['eu-west-1'],
  ],
  ['of a table that is removed', found(['us-east-1'], { action: 'delete' }), ['us-east-1']],
])('%s', (_, regions, wanted) => {
  expect(regions).toEqual(wanted);
});

test('a table whose replicas are computed by an expression is an error', () => {
  expect(() => found(['eu-west-1'], { block: { dynamic: { replica: {} } } })).toThrow('by an expression');
});
