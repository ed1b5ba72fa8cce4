import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { SynthesizedStack } from '../../../scripts/review/hidden/input';
import type { PlannedResource } from '../../../scripts/review/planned';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';

export const region = 'eu-central-1';
const elsewhere = 'eu-west-1';

const tags = { environment: 'dev', 'managed-by': 'identity-fleet' };

/** Adds a claim to every token, as the fleet's hooks add claims for authorization. */
const hook = `exports.handler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: { claimsToAddOrOverride: { hooked: 'yes' } } };
  return event;
};`;

/** The smallest stack with everything that a plan can hide: a pool with two hooks, a client, a table with a replica. */
export interface Stack {
  /** The block of the pool's hooks, if any. */
  hooks?: object;
  minimumLength: number;
}

const arn = `\${aws_lambda_function.hook.arn}`;
export const bothHooks = {
  pre_token_generation_config: { lambda_arn: arn, lambda_version: 'V2_0' },
  post_confirmation: arn,
};
export const otherHookOnly = { post_confirmation: arn };

/** As CDKTF would write it. */
export function synthesized(accountId: string, { hooks, minimumLength }: Stack): SynthesizedStack & object {
  const provider = (at: string) => ({
    region: at,
    allowed_account_ids: [accountId],
    assume_role: [{ role_arn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole` }],
    default_tags: [{ tags }],
  });
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: { aws: [provider(region), { alias: elsewhere, ...provider(elsewhere) }] },
    resource: {
      aws_iam_role: { hook: { name: 'hook', assume_role_policy: JSON.stringify(trust) } },
      aws_lambda_function: {
        hook: {
          function_name: 'hook',
          role: `\${aws_iam_role.hook.arn}`,
          runtime: 'nodejs22.x',
          architectures: ['arm64'],
          handler: 'index.handler',
          filename: 'hook.zip',
        },
      },
      aws_lambda_permission: {
        hook: {
          function_name: 'hook',
          statement_id: 'cognito',
          action: 'lambda:InvokeFunction',
          principal: 'cognito-idp.amazonaws.com',
          source_arn: `\${aws_cognito_user_pool.acme_pool.arn}`,
          depends_on: ['aws_lambda_function.hook'],
        },
      },
      aws_cognito_user_pool: {
        acme_pool: {
          name: 'acme',
          username_attributes: ['email'],
          auto_verified_attributes: ['email'],
          password_policy: { minimum_length: minimumLength },
          mfa_configuration: 'OPTIONAL',
          software_token_mfa_configuration: { enabled: true },
          ...(hooks && { lambda_config: hooks }),
        },
      },
      aws_cognito_user_pool_client: {
        'acme_web-client': {
          name: 'web',
          user_pool_id: `\${aws_cognito_user_pool.acme_pool.id}`,
          explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        },
      },
      aws_dynamodb_table: {
        users_table: {
          name: 'users',
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'id',
          attribute: [{ name: 'id', type: 'S' }],
          stream_enabled: true,
          stream_view_type: 'NEW_AND_OLD_IMAGES',
          lifecycle: { ignore_changes: ['replica'] },
        },
      },
      aws_dynamodb_table_replica: {
        [`users_replica-${elsewhere}`]: {
          provider: `aws.${elsewhere}`,
          global_table_arn: `arn:aws:dynamodb:${region}:${accountId}:table/users`,
          depends_on: ['aws_dynamodb_table.users_table'],
        },
      },
    },
    output: {
      pool: { value: `\${aws_cognito_user_pool.acme_pool.id}` },
      client: { value: `\${aws_cognito_user_pool_client.acme_web-client.id}` },
    },
  } as SynthesizedStack & object;
}

/** A folder with the stack and its function's zip. */
export function stackFolder(endpoint: string): TerraformFolder & { write(stack: object): void } {
  const source = mkdtempSync(join(tmpdir(), 'hidden-'));
  writeFileSync(
    join(source, 'hook.zip'),
    zipSync({ 'index.js': [strToU8(hook), { mtime: new Date(1980, 0, 2) }] }),
  );
  const terraform = terraformFolder(source, endpoint);
  rmSync(source, { recursive: true });
  return {
    ...terraform,
    write: (stack) => writeFileSync(join(terraform.folder, 'cdk.tf.json'), JSON.stringify(stack)),
  };
}

interface ShownChange {
  address: string;
  type: string;
  name: string;
  mode: string;
  change: Pick<PlannedResource, 'before' | 'after'> & {
    actions: string[];
    after_unknown: PlannedResource['unknown'];
  };
}

const actions: Record<string, PlannedResource['action']> = { 'no-op': 'none', update: 'update' };

/** Parses `terraform show -json` as far as these tests need it: nothing is created or replaced. */
export const plannedIn = (json: string): PlannedResource[] =>
  (JSON.parse(json).resource_changes as ShownChange[])
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, name, change }) => ({
      address,
      type,
      name,
      action: actions[change.actions.join()] ?? 'replace',
      section: 'change',
      before: change.before,
      after: change.after,
      unknown: change.after_unknown,
      replacedBy: [],
    }));
