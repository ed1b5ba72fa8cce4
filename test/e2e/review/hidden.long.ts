import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { useLocalAws } from '../../../scripts/local/environment';
import { hiddenChanges } from '../../../scripts/review/hidden/hidden';
import { reviewedHooks } from '../../../scripts/review/hidden/hook-changes';
import type { ReviewedChange } from '../../../scripts/review/model';
import { detachHooks } from '../../../scripts/rollout/detach-hooks';
import { updateWithout } from '../../../scripts/rollout/pool-update';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment } from '../../invariants/fleet';
import { claimsOf, password } from '../cognito/harness';
import { access } from '../fleet/cloud';
import { cognitoOf, createRole } from '../fleet/operator';
import { bothHooks, otherHookOnly, plannedIn, region, type Stack, stackFolder, synthesized } from './stack';

const loaded = realEnvironment('dev');
const { environment } = loaded;
const stack = stacksOf(loaded).find((one) => one.stack === 'cell-01' && one.region === region);
if (!stack) throw new Error('dev has no cell-01');
const { accountId } = stack;
const pool = 'aws_cognito_user_pool.acme_pool';
const table = 'aws_dynamodb_table.users_table';

const environmentBefore = { ...process.env };
let aws: LocalAws;
let terraform: ReturnType<typeof stackFolder>;
let cognito: CognitoIdentityProviderClient;
let ids: { pool: string; client: string };
/** Of the signed-in user. */
let refreshToken: string;

const place = () => ({ endpoint: aws.endpoint, accountId, region });

/** Changes the configuration to this, and plans it. */
async function plan(wanted: Stack, purpose: 'look' | 'change') {
  const configuration = synthesized(accountId, wanted);
  terraform.write(configuration);
  const { status, text } = await terraform.run('plan', '-out=plan', '-detailed-exitcode');
  const shown = await terraform.run('show', '-json', 'plan');
  const resources = plannedIn(shown.text);
  return {
    status,
    text,
    hidden: () =>
      hiddenChanges({ stack: stack as never, environment, synthesized: configuration, resources, purpose }),
  };
}

const described = async () =>
  (await cognito.send(new DescribeUserPoolCommand({ UserPoolId: ids.pool }))).UserPool as UserPoolType;

/** Changes only these settings of the pool, outside Terraform. */
const byHand = async (change: Partial<UserPoolType>) =>
  cognito.send(new UpdateUserPoolCommand(updateWithout({ ...(await described()), ...change }, [])));

/** Claims of the user's next access token. */
async function nextToken(): Promise<Record<string, unknown>> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: ids.client,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  );
  return claimsOf(AuthenticationResult?.AccessToken);
}

async function signIn(): Promise<string> {
  const user = { UserPoolId: ids.pool, Username: 'ada@example.com' };
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: ids.client,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.Username, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.RefreshToken as string;
}

beforeAll(async () => {
  aws = await startLocalAws();
  useLocalAws(process.env, aws.endpoint);
  cognito = cognitoOf(place());
  terraform = stackFolder(aws.endpoint);
  terraform.write(synthesized(accountId, { hooks: bothHooks, minimumLength: 12 }));
  expect(await terraform.run('init')).toMatchObject({ status: 0 });
  expect(await terraform.run('apply', '-auto-approve')).toMatchObject({ status: 0 });
  const outputs = JSON.parse((await terraform.run('output', '-json')).text);
  ids = { pool: outputs.pool.value, client: outputs.client.value };
  refreshToken = await signIn();
});
afterAll(async () => {
  cognito?.destroy();
  terraform?.remove();
  await aws?.stop();
  process.env = environmentBefore;
});

describe('a hook that is removed from configuration', () => {
  let changes: ReviewedChange[];
  let before: UserPoolType;

  test('Terraform plans and does nothing', async () => {
    expect(await nextToken()).toMatchObject({ hooked: 'yes' });
    const { status, text, hidden } = await plan({ hooks: otherHookOnly, minimumLength: 12 }, 'look');
    expect(text).toContain('No changes.');
    expect(status).toBe(0);
    expect(await terraform.run('apply', 'plan')).toMatchObject({ status: 0 });
    expect(await nextToken()).toMatchObject({ hooked: 'yes' });
    changes = await hidden();
  });

  test('the review shows it', () => {
    expect(changes).toMatchObject([
      {
        address: pool,
        action: 'update',
        section: 'hidden',
        owner: 'tenant:acme',
        id: ids.pool,
        effects: [{ id: 'hook-removed', path: 'lambda_config.pre_token_generation' }],
      },
    ]);
  });

  test('it is not detached if another function has replaced it', async () => {
    await createRole(place(), 'deploy');
    const [hook] = reviewedHooks(changes);
    if (!hook) throw new Error('there is no hook');
    const stale = [{ ...hook, function: `${hook.function}-before` }];
    await expect(detachHooks({ environment, stack }, stale)).rejects.toThrow('now runs');
    expect(await nextToken()).toMatchObject({ hooked: 'yes' });
  });

  test("the deploy role's permissions suffice to detach it, and the next token lacks its claim", async () => {
    before = await described();
    const detached = await detachHooks({ environment, stack }, reviewedHooks(changes));
    expect(detached).toEqual(reviewedHooks(changes));
    expect(await nextToken()).not.toHaveProperty('hooked');
  });

  test('nothing else has changed, and nothing is left to do', async () => {
    const now = await described();
    expect(now.LambdaConfig).toEqual({ PostConfirmation: before.LambdaConfig?.PostConfirmation });
    const { LambdaConfig: _1, LastModifiedDate: _2, ...rest } = before;
    expect(now).toMatchObject(rest);
    expect(await detachHooks({ environment, stack }, reviewedHooks(changes))).toEqual([]);
  });
});

describe('settings made by hand', () => {
  const key = `arn:aws:kms:${region}:${accountId}:key/mrk-1`;
  let update: Awaited<ReturnType<typeof plan>>;

  beforeAll(async () => {
    await byHand({
      IssuerConfiguration: { Type: 'UPDATED' },
      KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: key },
    });
    await cognito.send(new CreateUserPoolReplicaCommand({ UserPoolId: ids.pool, RegionName: 'us-east-1' }));
    const dynamodb = new DynamoDBClient(access(place()));
    const ReplicaUpdates = [{ Create: { RegionName: 'us-east-1' } }];
    await dynamodb.send(new UpdateTableCommand({ TableName: 'users', ReplicaUpdates }));
    dynamodb.destroy();
    update = await plan({ hooks: otherHookOnly, minimumLength: 16 }, 'look');
  });

  test('Terraform shows an update of only one argument', () => {
    expect(update.status).toBe(2);
    expect(update.text).toMatch(/minimum_length\s+= 12 -> 16/);
    expect(update.text).toContain('0 to add, 1 to change, 0 to destroy');
    expect(update.text).not.toContain('us-east-1');
  });

  test('it is an error if the pool cannot be read', async () => {
    await expect(update.hidden()).rejects.toThrow(`cannot check ${pool} for hidden changes`);
  });

  test('the review lists settings that would be reset, and replicas that are not configured', async () => {
    await createRole(place(), 'plan');
    const changes = await update.hidden();
    expect(changes).toMatchObject([
      {
        address: pool,
        action: 'update',
        attributes: [
          { path: 'IssuerConfiguration.Type', before: 'UPDATED', after: 'ORIGINAL' },
          { path: 'KeyConfiguration.KeyType', before: 'CUSTOMER_MANAGED_KEY', after: 'AWS_OWNED_KEY' },
          { path: 'KeyConfiguration.KmsKeyArn', before: key },
          { path: 'replica.us-east-1' },
        ],
      },
      { address: table, action: 'none', effects: [{ id: 'replica-by-hand', path: 'replica.us-east-1' }] },
    ]);
    expect(new Set(changes[0]?.effects.map(({ id }) => id))).toEqual(
      new Set(['setting-reset', 'replica-by-hand']),
    );
  });

  test('applying the update anyway does reset them', async () => {
    expect(await terraform.run('apply', 'plan')).toMatchObject({ status: 0 });
    expect(await described()).toMatchObject({
      Policies: { PasswordPolicy: { MinimumLength: 16 } },
      IssuerConfiguration: { Type: 'ORIGINAL' },
      KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
    });
  });
});
