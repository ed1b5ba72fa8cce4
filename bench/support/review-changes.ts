/** Changes like those in the review of a real fleet. */
import type { Json, ReviewedChange, ReviewedStack } from '../../scripts/review/model';

type Next = () => number;

const id = (next: Next, length = 9) =>
  Array.from({ length }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijk23456789'[Math.floor(next() * 43)]).join(
    '',
  );

const cedar = (minutes: number): Json => ({
  statement: [
    'permit (principal in Tenant::Group::"admins", action, resource)',
    `when { context.authenticatedMinutes < ${minutes} };`,
  ].join('\n'),
});

/** One tenant's changes in one stack: the same in nearly every cell, different in a few. */
function changesOfTenant({ region, stack }: ReviewedStack, tenant: string, next: Next): ReviewedChange[] {
  const owner = `tenant:${tenant}`;
  const odd = next() < 0.02;
  const pool = `${region}_${id(next)}`;
  return [
    {
      address: `aws_cognito_user_pool.${tenant}_pool`,
      type: 'aws_cognito_user_pool',
      action: 'update',
      section: 'change',
      owner,
      id: pool,
      attributes: [
        { path: 'password_policy.minimum_length', before: odd ? 10 : 12, after: 14 },
        { path: 'password_policy.password_history_size', before: 0, after: 24 },
      ],
      effects: [],
    },
    {
      address: `aws_cognito_user_pool_client.${tenant}_app`,
      type: 'aws_cognito_user_pool_client',
      action: 'update',
      section: 'change',
      owner,
      id: id(next, 26).toLowerCase(),
      attributes: [
        { path: 'access_token_validity', before: odd ? 5 : 15, after: 30 },
        {
          path: 'callback_urls',
          before: [`https://${tenant}.northpay.example/signed-in`],
          after: [
            `https://${tenant}.northpay.example/signed-in`,
            ...(odd ? [`https://${tenant}.preview.example/signed-in`] : []),
          ],
        },
      ].slice(0, odd ? 2 : 1),
      effects: [
        {
          id: 'tokens-longer',
          what: `access tokens would be valid for 30 minutes, now ${odd ? 5 : 15}`,
          path: 'access_token_validity',
        },
        ...(odd
          ? ([
              {
                id: 'callbacks-wider',
                what: `tokens could be sent to https://${tenant}.preview.example`,
                path: 'callback_urls',
              },
            ] as const)
          : []),
      ],
    },
    {
      address: `aws_verifiedpermissions_policy.${tenant}_policy-admins`,
      type: 'aws_verifiedpermissions_policy',
      action: 'update',
      section: 'change',
      owner,
      id: `${id(next, 22)}`,
      attributes: [{ path: 'definition.static', before: cedar(60), after: cedar(30) }],
      effects: [],
    },
    {
      address: `aws_lambda_alias.${tenant}_alias`,
      type: 'aws_lambda_alias',
      action: 'update',
      section: 'change',
      owner,
      id: `arn:aws:lambda:${region}:303030303031:function:prod-${stack}-hook:${tenant}`,
      attributes: [{ path: 'function_version', before: '17', unknown: true }],
      effects: [],
    },
    {
      address: `aws_cognito_user_pool_domain.${tenant}_domain`,
      type: 'aws_cognito_user_pool_domain',
      action: 'update',
      section: 'drift',
      owner,
      id: `northpay-prod-${tenant}`,
      attributes: [{ path: 'managed_login_version', before: 1, after: 2 }],
      effects: [],
    },
  ];
}

const lost = (tenant: string, region: string, next: Next): ReviewedChange[] =>
  (['pool', 'client', 'store'] as const).map((part) => {
    const type = {
      pool: 'aws_cognito_user_pool',
      client: 'aws_cognito_user_pool_client',
      store: 'aws_verifiedpermissions_policy_store',
    }[part];
    return {
      address: `${type}.${tenant}_${part}`,
      type,
      action: 'delete',
      section: 'change',
      owner: `tenant:${tenant}`,
      id: `${region}_${id(next)}`,
      attributes: [],
      effects: [],
    };
  });

/** A cell's changes: its hook's, and each tenant's. */
export function changesOfCell(stack: ReviewedStack, next: Next, most: number): ReviewedChange[] {
  const { region, tenants, stack: cell, accountId } = stack;
  const hook: ReviewedChange = {
    address: 'aws_lambda_function.hook_function',
    type: 'aws_lambda_function',
    action: 'update',
    section: 'change',
    id: `prod-${cell}-hook`,
    attributes: [
      { path: 'source_code_hash', before: 'pXv1hQ8cZ0mUqk2v8mS2bR4=', after: 'J7t0aYw3dKXnC5e9uLr1fH0=' },
      { path: 'environment.variables.DATABASE_PASSWORD', secret: true },
    ],
    effects: [
      { id: 'code-changed', what: 'other code would run at the next sign-in of every tenant of this cell' },
    ],
  };
  const role: ReviewedChange = {
    address: 'aws_iam_role_policy.hook_rights',
    type: 'aws_iam_role_policy',
    action: 'update',
    section: 'change',
    id: `prod-${cell}-hook-${region}:rights`,
    attributes: [
      {
        path: 'policy',
        before: {
          Statement: [
            { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: tableOf(region, accountId) },
          ],
        },
        after: {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['dynamodb:GetItem', 'dynamodb:Query'],
              Resource: tableOf(region, accountId),
            },
          ],
        },
      },
    ],
    effects: [
      { id: 'iam-grows', what: 'the hook’s role could also dynamodb:Query the tenant users', path: 'policy' },
    ],
  };
  const moved: ReviewedChange = {
    address: 'aws_cloudwatch_log_group.hook_logs',
    type: 'aws_cloudwatch_log_group',
    action: 'move',
    section: 'state',
    previousAddress: 'aws_cloudwatch_log_group.hook_log-group',
    id: `/aws/lambda/prod-${cell}-hook`,
    attributes: [],
    effects: [],
  };
  const unusual: ReviewedChange[] = next() < 0.02 ? [detached(tenants[0] ?? 'acme', region, next)] : [];
  const ended = cell === 'cell-01' ? ['globex', 'initech'].filter((tenant) => tenants.includes(tenant)) : [];
  const tenantChanges = tenants
    .filter((tenant) => !ended.includes(tenant))
    .flatMap((tenant) => changesOfTenant(stack, tenant, next));
  const all = [
    hook,
    role,
    moved,
    ...unusual,
    ...ended.flatMap((tenant) => lost(tenant, region, next)),
    ...tenantChanges,
  ];
  return all.slice(0, most);
}

const tableOf = (region: string, accountId: string) =>
  `arn:aws:dynamodb:${region}:${accountId}:table/prod-tenant-users`;

/** What Terraform's plan does not show: the hook is gone from the configuration. */
const detached = (tenant: string, region: string, next: Next): ReviewedChange => ({
  address: `aws_cognito_user_pool.${tenant}_pool`,
  type: 'aws_cognito_user_pool',
  action: 'update',
  section: 'hidden',
  owner: `tenant:${tenant}`,
  id: `${region}_${id(next)}`,
  attributes: [
    {
      path: 'lambda_config.pre_token_generation_config',
      before: {
        lambda_arn: `arn:aws:lambda:${region}:303030303031:function:prod-hook`,
        lambda_version: 'V2_0',
      },
    },
  ],
  effects: [
    {
      id: 'hook-removed',
      what: 'access tokens would have no tenant_id',
      path: 'lambda_config.pre_token_generation_config',
    },
  ],
});

/** Changes of a stack that all tenants share. */
export function changesOfShared({ kind, stack, region }: ReviewedStack, next: Next): ReviewedChange[] {
  if (kind === 'edge')
    return [
      {
        address: 'aws_apigatewayv2_authorizer.authorizer',
        type: 'aws_apigatewayv2_authorizer',
        action: 'replace',
        section: 'change',
        id: id(next, 6).toLowerCase(),
        attributes: [
          { path: 'authorizer_payload_format_version', before: '1.0', after: '2.0', replaces: true },
          { path: 'authorizer_result_ttl_in_seconds', before: 60, after: 300 },
        ],
        effects: [
          {
            id: 'decisions-longer',
            what: 'a decision would be kept 300 seconds, now 60',
            path: 'authorizer_result_ttl_in_seconds',
          },
        ],
      },
    ];
  if (kind === 'data')
    return [
      {
        address: 'aws_dynamodb_table.tenant-users_table',
        type: 'aws_dynamodb_table',
        action: 'update',
        section: 'deferred',
        id: 'prod-tenant-users',
        attributes: [
          { path: 'server_side_encryption.kms_key_arn', before: 'alias/aws/dynamodb', unknown: true },
        ],
        effects: [{ id: 'unknown-guarded', what: 'nobody can tell yet which key the table would have' }],
      },
    ];
  if (kind === 'foundation') return [];
  return [
    {
      address: `aws_cognito_user_pool.pool`,
      type: 'aws_cognito_user_pool',
      action: 'update',
      section: 'change',
      id: `${region}_${id(next)}`,
      attributes: [{ path: 'tags.cost-center', before: 'identity', after: `identity-${stack}` }],
      effects: [],
    },
    {
      address: 'aws_cloudwatch_metric_alarm.hook_alarm',
      type: 'aws_cloudwatch_metric_alarm',
      action: 'create',
      section: 'change',
      attributes: [],
      effects: [],
    },
  ];
}
