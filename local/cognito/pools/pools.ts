import type {
  AddCustomAttributesRequest,
  CreateUserPoolRequest,
  DeleteUserPoolRequest,
  DescribeUserPoolRequest,
  ListUserPoolsRequest,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Operation } from '../call';
import { invalid } from '../errors';
import { newFederation } from '../federation/pool-federation';
import type { Pool, PoolSettings } from '../model';
import { newHosted } from '../oauth/hosted';
import { newExternalUsers } from '../users/external-users';
import { checkEmail } from './pool-email';
import { newSchema, withCustomAttributes } from './pool-schema';
import { describeSettings } from './pool-settings';

/** Cognito returns times as seconds with fractions. */
export const seconds = (milliseconds: number) => milliseconds / 1000;

function describe({ state }: Cognito, pool: Pool, counted: Partial<UserPoolType>): object {
  const domains = state.domainsOf(pool.id);
  return {
    ...pool.settings,
    Id: pool.id,
    Arn: pool.arn,
    EstimatedNumberOfUsers: counted.EstimatedNumberOfUsers ?? 0,
    Domain: domains.find(({ certificateArn }) => !certificateArn)?.name,
    CustomDomain: domains.find(({ certificateArn }) => certificateArn)?.name,
  };
}

/** CreateUserPool: moto generates the id, and keeps users and groups; the settings are ours. */
export const createUserPool: Operation<CreateUserPoolRequest> = async (cognito, call) => {
  const { input, account, region } = call;
  checkEmail(cognito.ses, call, input.EmailConfiguration);
  const now = seconds(cognito.now());
  const settings: PoolSettings = {
    ...describeSettings(input),
    Name: input.PoolName,
    SchemaAttributes: newSchema(input.Schema),
    AliasAttributes: input.AliasAttributes,
    UsernameAttributes: input.UsernameAttributes,
    UsernameConfiguration: input.UsernameConfiguration,
    CreationDate: now,
    LastModifiedDate: now,
  };
  if (input.AliasAttributes?.length && input.UsernameAttributes?.length)
    throw invalid('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.');
  // Only what moto needs for user names; its own rules for passwords and recovery must not interfere with ours.
  const { PoolName, UsernameAttributes } = input;
  const answer = await cognito.moto(call, 'CreateUserPool', { PoolName, UsernameAttributes });
  const made = answer.UserPool as UserPoolType & { Id: string; Arn: string };
  const pool: Pool = {
    id: made.Id,
    arn: made.Arn,
    account,
    region,
    settings,
    mfa: {},
    clients: new Map(),
    resourceServers: new Map(),
    risk: new Map(),
    users: new Map(),
    refreshTokens: new Map(),
    signIns: new Map(),
    outbox: [],
    federation: newFederation(),
    external: newExternalUsers(),
    hosted: newHosted(),
    uiCustomizations: new Map(),
    replicas: new Map(),
  };
  cognito.state.pools.set(pool.id, pool);
  return { UserPool: describe(cognito, pool, made) };
};

/** DescribeUserPool. */
export const describeUserPool: Operation<DescribeUserPoolRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const answer = await cognito.moto(call, 'DescribeUserPool', { UserPoolId: pool.id });
  return { UserPool: describe(cognito, pool, answer.UserPool as UserPoolType) };
};

/** ListUserPools: those of the caller's account and region, in pages. The token is the last id of the previous page. */
export const listUserPools: Operation<ListUserPoolsRequest> = async ({ state }, call) => {
  const { MaxResults = 60, NextToken } = call.input;
  const here = ({ account, region }: Pool) => account === call.account && region === call.region;
  const all = [...state.pools.values()].filter(here);
  const start = all.findIndex(({ id }) => id === NextToken) + 1;
  const page = all.slice(start, start + MaxResults);
  return {
    UserPools: page.map(({ id: Id, settings: { Name, LambdaConfig, CreationDate, LastModifiedDate } }) => ({
      Id,
      Name,
      LambdaConfig,
      CreationDate,
      LastModifiedDate,
    })),
    ...(start + MaxResults < all.length && { NextToken: page.at(-1)?.id }),
  };
};

/**
 * UpdateUserPool: omitted settings are reset to their defaults, as documented. AWS has been seen to keep an omitted
 * MfaConfiguration and Policies, but nothing guarantees that, so they are reset here.
 */
export const updateUserPool: Operation<UpdateUserPoolRequest> = async (cognito, call) => {
  const { UserPoolId: id, ...input } = call.input;
  const pool = cognito.state.pool(id as string, call);
  checkEmail(cognito.ses, call, input.EmailConfiguration);
  const settings = describeSettings(input);
  const factors = pool.mfa.SoftwareTokenMfaConfiguration?.Enabled || input.SmsConfiguration;
  if (settings.MfaConfiguration !== 'OFF' && !factors)
    throw invalid(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
  pool.settings = {
    ...pool.settings,
    ...settings,
    ...(input.PoolName && { Name: input.PoolName }),
    // Omitted tags stay: Terraform changes them only with TagResource.
    UserPoolTags: input.UserPoolTags ?? pool.settings.UserPoolTags,
    // "If you omit this parameter, Amazon Cognito keeps the existing configuration" (API reference).
    DcrConfiguration: input.DcrConfiguration ?? pool.settings.DcrConfiguration,
    LastModifiedDate: seconds(cognito.now()),
  };
  return {};
};

/** DeleteUserPool: refused while deletion protection is on or a domain exists, as in AWS. */
export const deleteUserPool: Operation<DeleteUserPoolRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  if (pool.settings.DeletionProtection === 'ACTIVE')
    throw invalid(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  if (cognito.state.domainsOf(pool.id).length)
    throw invalid('User pool cannot be deleted. It has a domain configured that should be deleted first.');
  await cognito.moto(call, 'DeleteUserPool', { UserPoolId: pool.id });
  cognito.state.deletePool(pool);
  return {};
};

/** AddCustomAttributes: the only change to a schema that a pool allows. */
export const addCustomAttributes: Operation<AddCustomAttributesRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const schema = withCustomAttributes(
    pool.settings.SchemaAttributes ?? [],
    call.input.CustomAttributes ?? [],
  );
  pool.settings = { ...pool.settings, SchemaAttributes: schema, LastModifiedDate: seconds(cognito.now()) };
  return {};
};
