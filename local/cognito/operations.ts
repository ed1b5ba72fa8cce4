import type { Operation } from './call';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './clients';
import {
  createUserPoolDomain,
  deleteUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
} from './domains';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './pool-mfa';
import {
  addCustomAttributes,
  createUserPool,
  deleteUserPool,
  describeUserPool,
  updateUserPool,
} from './pools';
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from './resource-servers';
import { describeRiskConfiguration, setRiskConfiguration } from './risk';
import { listTagsForResource, tagResource, untagResource } from './tags';

/** Operations that need AWS credentials. What is in neither list goes to moto as it is, with credentials. */
export const signedOperations: Record<string, Operation> = {
  AddCustomAttributes: addCustomAttributes,
  CreateResourceServer: createResourceServer,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  CreateUserPoolDomain: createUserPoolDomain,
  DeleteResourceServer: deleteResourceServer,
  DeleteUserPool: deleteUserPool,
  DeleteUserPoolClient: deleteUserPoolClient,
  DeleteUserPoolDomain: deleteUserPoolDomain,
  DescribeResourceServer: describeResourceServer,
  DescribeRiskConfiguration: describeRiskConfiguration,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  DescribeUserPoolDomain: describeUserPoolDomain,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  ListResourceServers: listResourceServers,
  ListTagsForResource: listTagsForResource,
  ListUserPoolClients: listUserPoolClients,
  SetRiskConfiguration: setRiskConfiguration,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateResourceServer: updateResourceServer,
  UpdateUserPool: updateUserPool,
  UpdateUserPoolClient: updateUserPoolClient,
  UpdateUserPoolDomain: updateUserPoolDomain,
};

/** Operations of end users, who have no AWS credentials. */
export const publicOperations: Record<string, Operation> = {};
