import { Accounts } from '../../../local/accounts';
import { CodeStore } from '../../../local/lambda/code';
import { Invoker } from '../../../local/lambda/invoke';
import { KeptSettings } from '../../../local/lambda/kept';
import { type AwsResponse, json } from '../../../local/service';

const FunctionArn = 'arn:aws:lambda:eu-central-1:101010101010:function:hook';
const pool = 'arn:aws:cognito-idp:eu-central-1:101010101010:userpool/eu-central-1_a';
const statement = {
  Effect: 'Allow',
  Action: 'lambda:InvokeFunction',
  Principal: { Service: 'cognito-idp.amazonaws.com' },
  Condition: { ArnLike: { 'AWS:SourceArn': pool }, StringEquals: { 'AWS:SourceAccount': '101010101010' } },
};

/** An invoker with a moto that has one function with this policy, whose code was never uploaded. */
function invoker(policy: object | undefined): Invoker {
  const configuration = { FunctionName: 'hook', FunctionArn, Version: '$LATEST', CodeSha256: 'hash' };
  const answers: Record<string, AwsResponse> = {
    '/2015-03-31/functions/hook/configuration': json(200, configuration),
    '/2015-03-31/functions/hook/policy': policy
      ? json(200, { Policy: JSON.stringify({ Statement: [policy] }) })
      : json(404, {}),
  };
  return new Invoker({
    forward: async ({ path }) => answers[path] ?? json(404, {}),
    accounts: new Accounts(),
    code: new CodeStore(),
    kept: new KeptSettings(),
    endpoint: () => 'http://127.0.0.1:1',
    reach: () => [],
    trustFile: '/nowhere',
  });
}
const call = (policy: object | undefined, sourceArn = pool, principal = 'cognito-idp.amazonaws.com') =>
  invoker(policy).invokeFunction({
    account: '101010101010',
    region: 'eu-central-1',
    functionArnOrName: FunctionArn,
    payload: {},
    invokedBy: { principal, sourceArn },
  });

test("a service that the function's policy allows may call it", async () => {
  // On to the next obstacle: there is no code to run.
  expect(await call(statement)).toMatchObject({ ok: false, errorType: 'InvalidZipFileException' });
});

test.each([
  ['no policy at all', call(undefined)],
  ['another pool', call(statement, `${pool}b`)],
  ['a pool of another account', call(statement, pool.replace('101010101010', '101010101011'))],
  ['another service', call(statement, pool, 'sns.amazonaws.com')],
])('%s is refused', async (_name, refused) => {
  expect(await refused).toEqual({
    ok: false,
    refused: true,
    errorType: 'AccessDeniedException',
    errorMessage: expect.stringContaining(
      `is not authorized to perform: lambda:InvokeFunction on ${FunctionArn}`,
    ),
  });
});

test('a function that does not exist is reported by its ARN', async () => {
  const where = { account: '101010101010', region: 'eu-west-1', payload: {} };
  expect(await invoker(undefined).invokeFunction({ ...where, functionArnOrName: 'missing' })).toEqual({
    ok: false,
    refused: true,
    errorType: 'ResourceNotFoundException',
    errorMessage: 'Function not found: arn:aws:lambda:eu-west-1:101010101010:function:missing',
  });
});
