import type { Identity } from '../../../local/accounts';
import { Authorization } from '../../../local/iam/authorization';
import type { AwsRequest, AwsResponse, Forward } from '../../../local/service';

const account = '111111111111';
const arn = `arn:aws:iam::${account}:role/tester`;
const tester: Identity = { account, role: { arn, sessionArn: `${arn}/session` } };
const root: Identity = { account };
const done: AwsResponse = { status: 200, headers: {}, body: 'done' };

const request = (service: string, operation: string, body = '{}'): AwsRequest => ({
  service,
  region: 'eu-central-1',
  account,
  operation,
  method: 'POST',
  path: '/',
  headers: {},
  body: Buffer.from(body),
});
const listing = request('dynamodb', 'ListTables');
const changing = request('iam', '', 'Action=PutRolePolicy&RoleName=tester');

/** An IAM with one role, which may currently do what `rights.allowed` says. */
function judging() {
  const rights = { allowed: 'nothing:AtAll', reads: 0 };
  const forward: Forward = async ({ body }) => {
    const action = new URLSearchParams(body.toString()).get('Action');
    const document = { Statement: { Effect: 'Allow', Action: rights.allowed, Resource: '*' } };
    if (action === 'GetRolePolicy') rights.reads += 1;
    const answers: Record<string, string> = {
      ListRolePolicies: '<member>own</member>',
      ListAttachedRolePolicies: '',
      GetRole: `<Arn>${arn}</Arn>`,
      GetRolePolicy: `<PolicyDocument>${encodeURIComponent(JSON.stringify(document))}</PolicyDocument>`,
    };
    return { status: 200, headers: {}, body: answers[action ?? ''] ?? '' };
  };
  const authorization = new Authorization(forward, async () => ({ status: 404, headers: {}, body: '' }));
  const list = async () => (await authorization.judged(listing, tester, async () => done)).body === 'done';
  return { rights, authorization, list };
}

test('permissions are read once, and again after they change', async () => {
  const { rights, authorization, list } = judging();
  expect([await list(), await list(), rights.reads]).toEqual([false, false, 1]);
  await authorization.judged(changing, root, async () => {
    rights.allowed = 'dynamodb:ListTables';
    return done;
  });
  expect([await list(), await list(), rights.reads]).toEqual([true, true, 2]);
});

test('a request during a change does not cache the old permissions', async () => {
  const { rights, authorization, list } = judging();
  await authorization.judged(changing, root, async () => {
    expect(await list()).toBe(false);
    rights.allowed = 'dynamodb:ListTables';
    return done;
  });
  expect(await list()).toBe(true);
});

test('a refused request is not run, and whoever builds accounts is never checked', async () => {
  const { authorization } = judging();
  const run = jest.fn(async () => done);
  expect((await authorization.judged(listing, tester, run)).status).toBe(400);
  expect(run).not.toHaveBeenCalled();
  const organization = {
    account,
    role: { arn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`, sessionArn: '' },
  };
  for (const identity of [root, organization])
    expect(await authorization.judged(listing, identity, run)).toBe(done);
});

test('a request that names nothing known is still checked', async () => {
  const { authorization } = judging();
  const run = jest.fn(async () => done);
  for (const one of [
    request(
      'dynamodb',
      'DescribeBackup',
      '{"BackupArn":"arn:aws:dynamodb:eu-central-1:111111111111:table/t/backup/1"}',
    ),
    request('dynamodb', 'BatchGetItem', '{"RequestItems":{}}'),
    request('verifiedpermissions', 'BatchGetPolicy', '{"requests":[]}'),
    request('monitoring', '', 'Action=DeleteAlarms'),
    request('unheard', 'DoAnything'),
  ])
    expect((await authorization.judged(one, tester, run)).body).toContain('is not authorized to perform');
  expect(run).not.toHaveBeenCalled();
});

test('creating with tags requires the permission to tag, even if there is no id yet', async () => {
  const { rights, authorization } = judging();
  const create = async (service: string, operation: string, input: object) =>
    String(
      (
        await authorization.judged(
          request(service, operation, JSON.stringify(input)),
          tester,
          async () => done,
        )
      ).body,
    );
  const tags = [{ Key: 'team', Value: 'identity' }];
  rights.allowed = 'dynamodb:CreateTable';
  expect(await create('dynamodb', 'CreateTable', { TableName: 't' })).toBe('done');
  expect(await create('dynamodb', 'CreateTable', { TableName: 't', Tags: tags })).toContain(
    'dynamodb:TagResource on resource: arn:aws:dynamodb:eu-central-1:111111111111:table/t',
  );
  await authorization.judged(changing, root, async () => {
    rights.allowed = 'cognito-idp:CreateUserPool';
    return done;
  });
  expect(await create('cognito-idp', 'CreateUserPool', { UserPoolTags: { team: 'identity' } })).toContain(
    'cognito-idp:TagResource on resource: arn:aws:cognito-idp:eu-central-1:111111111111:userpool/*',
  );
});
