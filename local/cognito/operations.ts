import type { Operation } from './call';
import { adminDisableProviderForUser, adminLinkProviderForUser } from './federation/links';
import {
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  getIdentityProviderByIdentifier,
  getSigningCertificate,
  listIdentityProviders,
  updateIdentityProvider,
} from './federation/providers';
import {
  addUserPoolClientSecret,
  deleteUserPoolClientSecret,
  listUserPoolClientSecrets,
} from './pools/client-secrets';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './pools/clients';
import {
  createUserPoolDomain,
  deleteUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
} from './pools/domains';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './pools/pool-mfa';
import {
  addCustomAttributes,
  createUserPool,
  deleteUserPool,
  describeUserPool,
  listUserPools,
  updateUserPool,
} from './pools/pools';
import { createUserPoolReplica, listUserPoolReplicas } from './pools/replicas';
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from './pools/resource-servers';
import { describeRiskConfiguration, setRiskConfiguration } from './pools/risk';
import { listTagsForResource, tagResource, untagResource } from './pools/tags';
import { getUiCustomization, setUiCustomization } from './pools/ui-customization';
import { adminInitiateAuth, initiateAuth } from './sign-in/auth-flows';
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './sign-in/challenge-responses';
import { getTokensFromRefreshToken } from './sign-in/refresh';
import { associateSoftwareToken, verifySoftwareToken } from './sign-in/software-token';
import {
  confirmForgotPassword,
  confirmSignUp,
  forgotPassword,
  resendConfirmationCode,
  signUp,
} from './users/sign-up';
import {
  adminConfirmSignUp,
  adminCreateUser,
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminDisableUser,
  adminGetUser,
  adminResetUserPassword,
  adminSetUserMfaPreference,
  adminSetUserPassword,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
  passUserOn,
} from './users/users-admin';
import { listUsers } from './users/users-list';
import {
  changePassword,
  deleteUser,
  deleteUserAttributes,
  getUser,
  globalSignOut,
  revokeToken,
  setUserMfaPreference,
  updateUserAttributes,
} from './users/users-self';

/** Operations that need AWS credentials. Operations in neither list are forwarded to moto, if signed. */
export const signedOperations: Record<string, Operation> = {
  AddCustomAttributes: addCustomAttributes,
  AddUserPoolClientSecret: addUserPoolClientSecret,
  AdminAddUserToGroup: passUserOn,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDisableProviderForUser: adminDisableProviderForUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: passUserOn,
  AdminGetUser: adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminLinkProviderForUser: adminLinkProviderForUser,
  AdminListGroupsForUser: passUserOn,
  AdminRemoveUserFromGroup: passUserOn,
  AdminResetUserPassword: adminResetUserPassword,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  CreateIdentityProvider: createIdentityProvider,
  CreateResourceServer: createResourceServer,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  CreateUserPoolDomain: createUserPoolDomain,
  CreateUserPoolReplica: createUserPoolReplica,
  DeleteIdentityProvider: deleteIdentityProvider,
  DeleteResourceServer: deleteResourceServer,
  DeleteUserPool: deleteUserPool,
  DeleteUserPoolClient: deleteUserPoolClient,
  DeleteUserPoolClientSecret: deleteUserPoolClientSecret,
  DeleteUserPoolDomain: deleteUserPoolDomain,
  DescribeIdentityProvider: describeIdentityProvider,
  DescribeResourceServer: describeResourceServer,
  DescribeRiskConfiguration: describeRiskConfiguration,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  DescribeUserPoolDomain: describeUserPoolDomain,
  GetIdentityProviderByIdentifier: getIdentityProviderByIdentifier,
  GetSigningCertificate: getSigningCertificate,
  GetUICustomization: getUiCustomization,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  ListIdentityProviders: listIdentityProviders,
  ListResourceServers: listResourceServers,
  ListTagsForResource: listTagsForResource,
  ListUserPoolClientSecrets: listUserPoolClientSecrets,
  ListUserPoolClients: listUserPoolClients,
  ListUserPoolReplicas: listUserPoolReplicas,
  ListUserPools: listUserPools,
  ListUsers: listUsers,
  ListUsersInGroup: listUsers,
  SetRiskConfiguration: setRiskConfiguration,
  SetUICustomization: setUiCustomization,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateIdentityProvider: updateIdentityProvider,
  UpdateResourceServer: updateResourceServer,
  UpdateUserPool: updateUserPool,
  UpdateUserPoolClient: updateUserPoolClient,
  UpdateUserPoolDomain: updateUserPoolDomain,
};

/** End users' operations, which need no AWS credentials. */
export const publicOperations: Record<string, Operation> = {
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  DeleteUser: deleteUser,
  DeleteUserAttributes: deleteUserAttributes,
  ForgotPassword: forgotPassword,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ResendConfirmationCode: resendConfirmationCode,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  SetUserMFAPreference: setUserMfaPreference,
  SignUp: signUp,
  UpdateUserAttributes: updateUserAttributes,
  VerifySoftwareToken: verifySoftwareToken,
};
