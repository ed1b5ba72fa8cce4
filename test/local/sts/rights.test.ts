import type { AwsResponse } from '../../../local/service';
import { mayDo, rightsOf } from '../../../local/sts/rights';

const role = { account: '101010101010', name: 'hook', arn: 'arn:aws:iam::101010101010:role/fleet/hook' };
const allowing = (Action: string) =>
  encodeURIComponent(JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } }));

/** IAM with these responses by action, each computed from the request's fields. */
const iam =
  (answers: Record<string, (fields: URLSearchParams) => string>) =>
  async ({ body }: { body: Buffer }): Promise<AwsResponse> => {
    const fields = new URLSearchParams(body.toString());
    const answer = answers[fields.get('Action') ?? ''];
    return answer
      ? { status: 200, headers: {}, body: answer(fields) }
      : { status: 500, headers: {}, body: 'no' };
  };

const versions: Record<string, string> = {
  'arn:aws:iam::101010101010:policy/attached': allowing('sqs:SendMessage'),
  'arn:aws:iam::101010101010:policy/ceiling': allowing('rds-db:*'),
};
const complete = {
  ListRolePolicies: () => '<PolicyNames><member>one</member><member>two</member></PolicyNames>',
  GetRolePolicy: (fields: URLSearchParams) =>
    `<PolicyDocument>${allowing(fields.get('PolicyName') === 'one' ? 'rds-db:connect' : 'sns:Publish')}</PolicyDocument>`,
  ListAttachedRolePolicies: () => '<PolicyArn>arn:aws:iam::101010101010:policy/attached</PolicyArn>',
  GetRole: () => '<PermissionsBoundaryArn>arn:aws:iam::101010101010:policy/ceiling</PermissionsBoundaryArn>',
  GetPolicy: () => '<DefaultVersionId>v2</DefaultVersionId>',
  GetPolicyVersion: (fields: URLSearchParams) =>
    fields.get('VersionId') === 'v2' ? `<Document>${versions[fields.get('PolicyArn') ?? '']}</Document>` : '',
};

test("a role's permissions are its own policies and the attached ones, under the boundary", async () => {
  const rights = await rightsOf(iam(complete), role);
  const may = (action: string, of = rights) => mayDo(of, { action, resource: 'arn', context: {} });
  expect(may('rds-db:connect')).toBe(true);
  expect(may('sqs:SendMessage')).toBe(false);
  const { boundary: _, ...free } = rights;
  expect([may('sqs:SendMessage', free), may('sns:Publish', free), may('s3:GetObject', free)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a policy that IAM does not return is an error, not a permission more or less', async () => {
  const { GetPolicyVersion: _, ...broken } = complete;
  await expect(rightsOf(iam(broken), role)).rejects.toThrow("IAM's GetPolicyVersion");
});
