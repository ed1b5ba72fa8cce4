import { resolve } from 'node:path';
import { VerifiedPermissions } from '@aws-sdk/client-verifiedpermissions';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';

let aws: LocalAws;
let terraform: TerraformFolder;
let client: VerifiedPermissions;
beforeAll(async () => {
  aws = await startLocalAws();
  terraform = terraformFolder(
    resolve(__dirname, '../../fixtures/terraform/verified-permissions'),
    aws.endpoint,
  );
  client = new VerifiedPermissions({
    endpoint: aws.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client?.destroy();
  await aws?.stop();
  terraform?.remove();
});

/** Runs Terraform and expects it to end well. */
async function well(...args: string[]): Promise<string> {
  const { status, text } = await terraform.run(...args);
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
  return text;
}

/** `terraform plan` ends with 0 when there is nothing to change, with 2 when there is. */
const expectNoChanges = (...variables: string[]) => well('plan', '-detailed-exitcode', ...variables);
const apply = (...variables: string[]) => well('apply', '-auto-approve', ...variables);
const output = async (name: string) => (await well('output', '-raw', name)).trim();

test('every resource applies, stays, changes, decides, and goes', async () => {
  await well('init');
  expect(await apply()).toContain('13 added, 0 changed, 0 destroyed');
  await expectNoChanges();

  const policyStoreId = await output('store');
  const pool = await output('pool');
  const ask = async (amount: number, groups: string[], entityId = 'bob') => {
    const principal = { entityType: 'Payments::User', entityId };
    const resource = { entityType: 'Payments::Payment', entityId: '1' };
    const parents = groups.map((group) => ({ entityType: 'Payments::Group', entityId: `${pool}|${group}` }));
    const entityList = [
      { identifier: principal, parents },
      { identifier: resource, attributes: { amount: { long: amount } } },
    ];
    const action = { actionType: 'Payments::Action', actionId: 'view' };
    return (
      await client.isAuthorized({ policyStoreId, principal, action, resource, entities: { entityList } })
    ).decision;
  };
  expect([await ask(150, ['clerks']), await ask(50, ['clerks']), await ask(50, [])]).toEqual([
    'DENY',
    'ALLOW',
    'DENY',
  ]);
  expect([await ask(150, [], 'ann'), await ask(50, [], 'ann')]).toEqual(['DENY', 'ALLOW']);

  const changed = [
    '-var=description=second',
    '-var=limit=200',
    '-var=more_clients=["other"]',
    '-var=context={"ip":{"type":"Extension","name":"ipaddr","required":false}}',
  ];
  // Store, schema, template, one policy and two identity sources; the linked policy follows its template.
  expect(await apply(...changed)).toContain('0 added, 6 changed, 0 destroyed');
  await expectNoChanges(...changed);
  expect([await ask(150, ['clerks']), await ask(150, [], 'ann')]).toEqual(['ALLOW', 'ALLOW']);

  const moved = [...changed, '-var=group=admins'];
  expect(await apply(...moved)).toContain('1 added, 0 changed, 1 destroyed');
  await expectNoChanges(...moved);
  expect([await ask(50, ['clerks']), await ask(50, ['admins'])]).toEqual(['DENY', 'ALLOW']);

  await well('destroy', '-auto-approve', ...moved);
  expect((await client.listPolicyStores({})).policyStores).toEqual([]);
});

test('a policy that does not fit the schema is refused, with the reason', async () => {
  const { status, text } = await terraform.run('apply', '-auto-approve', '-var=limit="much"');
  expect(status).toBe(1);
  expect(text).toContain('ValidationException: Invalid input. definition.static.statement');
  await well('destroy', '-auto-approve');
});
