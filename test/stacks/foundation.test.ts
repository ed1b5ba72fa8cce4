import type { Statement } from '../../stacks/permissions/document';
import { everyOption } from './every-option';
import { at, environment, foundation } from './synthesized';

const stack = foundation('identity');
const every = foundation('identity', { ...everyOption.environment, name: 'test' });
const cells = foundation('cells-a', { ...everyOption.environment, name: 'test' });
const id = '111111111111';
const bootstrap = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`;
const role = (name: string) => `arn:aws:iam::${id}:role/test-fleet-${name}`;

const statement = (document: string, sid: string): Statement => {
  const found = JSON.parse(document).Statement.find(({ Sid }: Statement) => Sid === sid);
  if (!found) throw new Error(`no statement ${sid} in ${document}`);
  return found;
};

describe('state bucket', () => {
  test('is versioned, closed to the public, and owned by the account alone', () => {
    expect(at(stack, 'aws_s3_bucket.state_bucket').bucket).toBe(`northpay-test-tfstate-${id}`);
    expect(at(stack, 'aws_s3_bucket_versioning.state_versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(at(stack, 'aws_s3_bucket_public_access_block.state_public-access')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(at(stack, 'aws_s3_bucket_ownership_controls.state_ownership').rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
  });

  test('is encrypted with our key, with a bucket key', () => {
    expect(at(stack, 'aws_s3_bucket_server_side_encryption_configuration.state_encryption').rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          kms_master_key_id: `\${aws_kms_key.state-key_key.arn}`,
          sse_algorithm: 'aws:kms',
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test('keeps old states, and deletes them in the end', () => {
    const [rule] = at(stack, 'aws_s3_bucket_lifecycle_configuration.state_lifecycle').rule;
    expect(rule).toMatchObject({
      status: 'Enabled',
      noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
    });
    // No rule may ever expire a current state.
    expect(rule.expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  test('refuses plain HTTP, other keys and no key; and its policy grants nobody anything', () => {
    const { policy } = at(stack, 'aws_s3_bucket_policy.state_policy');
    expect(JSON.parse(policy).Statement.filter(({ Effect }: Statement) => Effect !== 'Deny')).toEqual([]);
    expect(statement(policy, 'TlsOnly')).toMatchObject({
      Principal: '*',
      Resource: [`arn:aws:s3:::northpay-test-tfstate-${id}`, `arn:aws:s3:::northpay-test-tfstate-${id}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(statement(policy, 'KmsOnly').Condition?.StringNotEquals).toEqual({
      's3:x-amz-server-side-encryption': ['aws:kms'],
    });
  });

  test('names the key exactly as the backend does', () => {
    const { policy } = at(stack, 'aws_s3_bucket_policy.state_policy');
    const { backend } = (stack as unknown as { terraform: { backend: { s3: { kms_key_id: string } } } })
      .terraform;
    const ours = statement(policy, 'OurKeyOnly').Condition?.StringNotEquals;
    expect(ours?.['s3:x-amz-server-side-encryption-aws-kms-key-id']).toContain(backend.s3.kms_key_id);
    expect(backend.s3.kms_key_id.endsWith(`:${at(stack, 'aws_kms_alias.state-key_alias').name}`)).toBe(true);
  });
});

describe('state key', () => {
  const key = at(stack, 'aws_kms_key.state-key_key');

  test('rotates, and stays recoverable for 30 days', () => {
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  });

  test('can be administered by the account, which does not allow reading a state', () => {
    const { Action, Condition } = statement(key.policy, 'Administer');
    expect(Condition).toBeUndefined();
    for (const use of [
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:CreateGrant',
    ])
      expect(Action).not.toContain(use);
  });

  test('is used only through S3: by deploy and bootstrap to write, by plan to read', () => {
    const viaS3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' };
    expect(statement(key.policy, 'WriteState')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [role('deploy'), bootstrap] }, StringEquals: viaS3 },
    });
    expect(statement(key.policy, 'ReadState')).toMatchObject({
      Action: ['kms:Decrypt'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [role('plan')] }, StringEquals: viaS3 },
    });
    expect(statement(key.policy, 'KeepRotations')).toMatchObject({
      Condition: { ArnEquals: { 'aws:PrincipalArn': [role('rotate')] }, StringEquals: viaS3 },
    });
  });

  test('seals plan sets for the deploy role, and nothing else', () => {
    expect(statement(key.policy, 'SealPlanSets')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [role('deploy')] },
        StringEquals: { 'kms:EncryptionContext:purpose': 'fleet-plan-set' },
      },
    });
  });
});

describe.each([
  ['deploy', ['repo:northpay/identity-fleet:environment:test']],
  ['operate', ['repo:northpay/identity-fleet:environment:test']],
  ['probe', ['repo:northpay/identity-fleet:environment:test']],
  ['rotate', ['repo:northpay/identity-fleet:environment:test']],
  ['plan', ['repo:northpay/identity-fleet:pull_request']],
])('%s role', (name, subjects) => {
  const trust = at(stack, `aws_iam_role.${name}_role`).assume_role_policy;

  test('trusts the pipeline by exact audience and subject', () => {
    expect(statement(trust, 'Pipeline')).toMatchObject({
      Principal: { Federated: `arn:aws:iam::${id}:oidc-provider/token.actions.example` },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: {
        StringEquals: {
          'token.actions.example:aud': 'sts.amazonaws.com',
          'token.actions.example:sub': subjects,
        },
      },
    });
  });

  test('gives sessions that outlast a long rollout, as long as the environment allows', () => {
    expect(at(stack, `aws_iam_role.${name}_role`).max_session_duration).toBe(6 * 3600);
    const shorter = foundation('identity', { pipeline: { ...environment().pipeline, sessionHours: 2 } });
    expect(at(shorter, `aws_iam_role.${name}_role`).max_session_duration).toBe(2 * 3600);
  });

  test("trusts the account's bootstrap role and itself, and nobody else", () => {
    expect(JSON.parse(trust).Statement).toHaveLength(2);
    expect(statement(trust, 'OperatorsAndSelf')).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${id}:root` },
      Action: ['sts:AssumeRole'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [bootstrap, role(name)] } },
    });
  });
});

test.each(['deploy', 'plan'])('the %s role may assume itself, which Terraform does', (name) => {
  const { policy } = at(stack, `aws_iam_policy.${name}_state-policy`);
  expect(statement(policy, 'AssumeSelf').Resource).toEqual([role(name)]);
});

describe("the CI system's OIDC provider, of which an account has one per issuer", () => {
  const existing = foundation('identity', {
    accounts: {
      ...environment().accounts,
      identity: { id, flows: ['customer', 'internal', 'machine'], pipelineProvider: 'existing' },
    },
  });

  test('is created by default, and never destroyed in production', () => {
    const provider = at(stack, 'aws_iam_openid_connect_provider.ci_provider');
    expect(provider).toMatchObject({
      url: 'https://token.actions.example',
      client_id_list: ['sts.amazonaws.com'],
      lifecycle: { prevent_destroy: false },
    });
    expect(stack).not.toHaveProperty('removed');
    const live = foundation('identity', { production: true });
    expect(at(live, 'aws_iam_openid_connect_provider.ci_provider').lifecycle).toEqual({
      prevent_destroy: true,
    });
  });

  test('is only named if it already exists, and forgotten if we had created it', () => {
    expect(existing.resource).not.toHaveProperty('aws_iam_openid_connect_provider');
    expect(existing).toMatchObject({
      removed: [{ from: 'aws_iam_openid_connect_provider.ci_provider', lifecycle: { destroy: false } }],
    });
    for (const role of ['deploy', 'operate', 'plan', 'probe', 'rotate']) {
      const found = at(existing, `aws_iam_role.${role}_role`);
      expect(found.assume_role_policy).toBe(at(stack, `aws_iam_role.${role}_role`).assume_role_policy);
      expect(found.depends_on).toEqual([]);
    }
  });
});

describe('operate role', () => {
  const { policy } = at(every, 'aws_iam_policy.operate_pools-policy');
  const ours = {
    StringEquals: {
      'aws:ResourceTag/managed-by': 'identity-fleet',
      'aws:ResourceTag/environment': 'test',
    },
  };

  test('signs users out of our pools, and does nothing else', () => {
    const actions = JSON.parse(policy).Statement.flatMap(({ Action }: Statement) => Action);
    expect(actions.sort()).toEqual([
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminUserGlobalSignOut',
      'cognito-idp:DescribeUserPool',
      'cognito-idp:ListUserPools',
      'cognito-idp:ListUsers',
      'sts:AssumeRole',
    ]);
    expect(statement(policy, 'SignUsersOut').Condition).toEqual(ours);
  });
});

describe('probe role', () => {
  const rights = (foundation: typeof stack) => at(foundation, 'aws_iam_policy.probe_probe-policy').policy;

  test('maps synthetic users where the tenants are, and nowhere else', () => {
    expect(statement(rights(cells), 'MapSyntheticUsers').Resource).toEqual([
      expect.stringMatching(/:table\/test-tenant-users$/),
    ]);
    expect(rights(every)).not.toContain('MapSyntheticUsers');
  });

  test('signs in to our pools only', () => {
    for (const foundation of [every, cells])
      expect(statement(rights(foundation), 'SignSyntheticUsersIn').Condition).toEqual({
        StringEquals: {
          'aws:ResourceTag/managed-by': 'identity-fleet',
          'aws:ResourceTag/environment': 'test',
        },
      });
  });
});

describe('invite role', () => {
  const trust = (role: string) => JSON.parse(at(cells, `aws_iam_role.${role}_role`).assume_role_policy);

  test('is trusted like the probe role, with itself in place of that one', () => {
    const probe = JSON.stringify(trust('probe')).replaceAll('fleet-probe', 'fleet-invite');
    expect(JSON.stringify(trust('invite'))).toBe(probe);
  });

  test('exists where tenants are, and may use only their pools', () => {
    expect(every.resource.aws_iam_role).not.toHaveProperty('invite_role');
    const { policy } = at(cells, 'aws_iam_policy.invite_tenants-policy');
    expect(statement(policy, 'InviteAdministrators').Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/managed-by': 'identity-fleet', 'aws:ResourceTag/environment': 'test' },
      Null: { 'aws:ResourceTag/tenant': 'false' },
    });
  });
});

describe('rotate role', () => {
  const rights = (account: typeof stack) => at(account, 'aws_iam_policy.rotate_secrets-policy').policy;

  test('creates secrets only with our tags, and changes only clients of our pools', () => {
    for (const account of [every, cells]) {
      expect(statement(rights(account), 'MakeSecrets').Condition).toEqual({
        StringEquals: {
          'aws:RequestTag/managed-by': 'identity-fleet',
          'aws:RequestTag/environment': 'test',
        },
      });
      expect(statement(rights(account), 'ChangeClientSecrets').Condition).toMatchObject({
        StringEquals: { 'aws:ResourceTag/environment': 'test' },
      });
    }
  });

  test("uses only the environment's own key, if it names one, and only through Secrets Manager", () => {
    expect(rights(stack)).not.toContain('UseSecretsKey');
    const rotation = { ...environment().rotation, secretsKey: 'alias/identity-secrets' };
    expect(statement(rights(foundation('identity', { rotation })), 'UseSecretsKey').Condition).toEqual({
      StringEquals: {
        'kms:ViaService': [
          'secretsmanager.eu-central-1.amazonaws.com',
          'secretsmanager.eu-west-1.amazonaws.com',
        ],
      },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/identity-secrets'] },
    });
  });

  test('changes providers of our pools only', () => {
    for (const account of [every, cells])
      expect(statement(rights(account), 'PushSecrets').Condition).toMatchObject({
        StringEquals: { 'aws:ResourceTag/environment': 'test' },
      });
  });

  test("reads exactly the secrets that the environment names for the account's flows", () => {
    const account = everyOption.environment.accounts.identity?.id;
    expect(statement(rights(every), 'ReadSecrets').Resource).toEqual(
      ['customer/amazon', 'customer/apple', 'customer/facebook', 'customer/google', 'internal/okta'].flatMap(
        (name) =>
          ['', '-??????'].map((end) => `arn:aws:secretsmanager:*:${account}:secret:fleet/${name}${end}`),
      ),
    );
  });

  test("reads tenants' secrets where their cells are, and no others there", () => {
    const account = everyOption.environment.accounts['cells-a']?.id;
    expect(statement(rights(cells), 'ReadSecrets').Resource).toEqual([
      `arn:aws:secretsmanager:*:${account}:secret:fleet/tenants/*`,
    ]);
  });

  test('has no rights if there is no service, no tenant and no identity provider', () => {
    const accounts = { ...environment().accounts, identity: { id, flows: ['customer' as const] } };
    expect(foundation('identity', { accounts }).resource).not.toHaveProperty(
      'aws_iam_policy.rotate_secrets-policy',
    );
  });
});

describe('the boundary of functions', () => {
  const sids = (of: typeof stack) =>
    JSON.parse(at(of, 'aws_iam_policy.boundary').policy).Statement.map(({ Sid }: Statement) => Sid);

  test('contains what the flows of the account need, and nothing of other accounts', () => {
    expect(sids(every)).toEqual([
      'WriteLogs',
      'WriteTraces',
      'ReadTables',
      'DecryptTables',
      'ConnectToDatabase',
      'JoinNetwork',
      'LinkUsers',
      'SendTexts',
      'NoTopics',
      'ManageProviders',
      'AskPolicyStores',
    ]);
    expect(sids(cells)).toEqual([
      'WriteLogs',
      'WriteTraces',
      'ReadTables',
      'DecryptTables',
      'MapUsers',
      'ManageProviders',
      'AskPolicyStores',
    ]);
  });

  test('has no right for an option that is off', () => {
    expect(sids(stack)).not.toContain('LinkUsers');
    expect(sids(stack)).not.toContain('SendTexts');
    expect(sids(stack)).not.toContain('AskPolicyStores');
  });

  test("decrypts only through DynamoDB, in the environment's regions, with DynamoDB's own key", () => {
    for (const document of [every, cells])
      expect(statement(at(document, 'aws_iam_policy.boundary').policy, 'DecryptTables').Condition).toEqual({
        StringEquals: {
          'kms:ViaService': ['dynamodb.eu-central-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com'],
        },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/aws/dynamodb'] },
      });
  });

  test('writes to one table only', () => {
    expect(statement(at(cells, 'aws_iam_policy.boundary').policy, 'MapUsers').Resource).toEqual([
      `arn:aws:dynamodb:*:${everyOption.environment.accounts['cells-a']?.id}:table/test-tenant-users`,
    ]);
  });
});

test("the boundary of identity pools' roles exists if there are any, and grants what the file grants", () => {
  expect(stack.resource.aws_iam_policy).not.toHaveProperty('identity-boundary');
  const { policy } = at(every, 'aws_iam_policy.identity-boundary');
  expect(new Set(JSON.parse(policy).Statement.flatMap(({ Action }: Statement) => Action))).toEqual(
    new Set(['s3:GetObject', 's3:PutObject']),
  );
});

test('the foundation stack', () => {
  expect(stack).toMatchSnapshot();
});

test('the plan role can write no state and take no lock; the deploy role deletes locks only', () => {
  const actions = (policy: string) =>
    JSON.parse(policy).Statement.flatMap(({ Action }: Statement) => Action ?? []) as string[];
  const plan = actions(at(stack, 'aws_iam_policy.plan_state-policy').policy);
  expect(plan.filter((action) => /^s3:(Put|Delete)/.test(action))).toEqual([]);
  const deploy = at(stack, 'aws_iam_policy.deploy_state-policy').policy;
  expect(statement(deploy, 'ReleaseLocks')).toMatchObject({
    Action: ['s3:DeleteObject'],
    Resource: [`arn:aws:s3:::northpay-test-tfstate-${id}/*.tflock`],
  });
});

test("the deploy role cannot touch the foundation's roles, policies, bucket, key and state, and works only in our regions", () => {
  const { policy } = at(stack, 'aws_iam_policy.deploy_guard-policy');
  expect(JSON.parse(policy).Statement.filter(({ Effect }: Statement) => Effect !== 'Deny')).toEqual([]);
  expect(statement(policy, 'OtherRegions').Condition).toEqual({
    StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
  });
  expect(statement(policy, 'ChangeFoundationRights').Resource).toEqual([
    `arn:aws:iam::${id}:role/test-fleet-*`,
    `arn:aws:iam::${id}:policy/test-fleet-*`,
    `arn:aws:iam::${id}:oidc-provider/*`,
    bootstrap,
  ]);
  expect(statement(policy, 'ChangeFoundationState')).toMatchObject({
    Action: ['s3:DeleteObject', 's3:PutObject'],
    Resource: [`arn:aws:s3:::northpay-test-tfstate-${id}/*/foundation/*`],
  });
  expect(statement(policy, 'DropBoundaries').Resource).toEqual(['*']);
  expect(statement(policy, 'ChangeKeys').Action).toContain('kms:PutKeyPolicy');
  expect(statement(policy, 'ChangeKeys').Action).not.toContain('kms:CreateGrant');
  // Tables and functions use keys whose grants AWS creates on the caller's behalf; nothing creates any other.
  expect(statement(policy, 'GrantKeys')).toMatchObject({
    Action: ['kms:CreateGrant'],
    Resource: ['*'],
    Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
  });
  expect(statement(policy, 'GrantStateKey')).toMatchObject({
    Action: ['kms:CreateGrant'],
    Resource: [expect.stringContaining('aws_kms_key.state-key_key.arn')],
  });
});

test('the deploy role may check whether the alarm topic is in each region, and the plan role may not', () => {
  const { policy } = at(stack, 'aws_iam_policy.deploy_functions-policy');
  expect(statement(policy, 'FindAlarmTopic')).toMatchObject({
    Action: ['sns:GetTopicAttributes'],
    Resource: [`arn:aws:sns:*:${id}:platform-alarms`],
  });
  expect(at(stack, 'aws_iam_policy.plan_read-policy').policy).not.toContain('sns:');
});

test('the foundation is created with the bootstrap role, since its own roles do not exist yet', () => {
  const { variable } = stack as unknown as { variable: { role_arn: { default: string } } };
  expect(variable.role_arn.default).toBe(bootstrap);
});
