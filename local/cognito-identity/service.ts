import type { Accounts } from '../accounts';
import { AwsError } from '../aws-error';
import type { LocalContext } from '../context';
import { handlers, jsonAnswer, unsigned } from '../dispatch';
import { type AwsRequest, awsError, type Service } from '../service';
import type { IdentityPools, Operation } from './call';
import { getCredentialsForIdentity } from './credentials';

import { describeIdentity, getId, listIdentities } from './identities';
import { getOpenIdToken } from './open-id-token';
import {
  createIdentityPool,
  deleteIdentityPool,
  describeIdentityPool,
  listIdentityPools,
  listTagsForResource,
  tagResource,
  untagResource,
  updateIdentityPool,
} from './pools';
import { getPrincipalTagAttributeMap, setPrincipalTagAttributeMap } from './principal-tags';
import { getIdentityPoolRoles, setIdentityPoolRoles } from './roles';
import { State } from './state';

const TARGET = 'AWSCognitoIdentityService.';

/** Calls of end users, who need no credentials: these calls provide them. */
const publicOperations: Record<string, Operation> = {
  GetCredentialsForIdentity: getCredentialsForIdentity,
  GetId: getId,
  GetOpenIdToken: getOpenIdToken,
};

const signedOperations: Record<string, Operation> = {
  CreateIdentityPool: createIdentityPool,
  DeleteIdentityPool: deleteIdentityPool,
  DescribeIdentity: describeIdentity,
  DescribeIdentityPool: describeIdentityPool,
  GetIdentityPoolRoles: getIdentityPoolRoles,
  GetPrincipalTagAttributeMap: getPrincipalTagAttributeMap,
  ListIdentities: listIdentities,
  ListIdentityPools: listIdentityPools,
  ListTagsForResource: listTagsForResource,
  SetIdentityPoolRoles: setIdentityPoolRoles,
  SetPrincipalTagAttributeMap: setPrincipalTagAttributeMap,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateIdentityPool: updateIdentityPool,
};

function inputOf(body: Buffer) {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

/**
 * Cognito identity pools: exchange ID tokens of user pools for credentials of a role. moto is not used: it has no roles
 * for pools, and checks no tokens.
 */
export function cognitoIdentity(
  { forward, userPools }: Pick<LocalContext, 'forward' | 'userPools'>,
  accounts: Accounts,
  now: () => number = Date.now,
): Service {
  const tools: IdentityPools = { state: new State(), accounts, forward, userPools, now };
  const answer = (run: Operation, { account, region, body }: AwsRequest) =>
    jsonAnswer(() => run(tools, { account, region, input: inputOf(body) }));
  return {
    operationOf: ({ operation, headers }) =>
      headers['x-amz-target']?.startsWith(TARGET) ? operation : undefined,
    operations: {
      ...handlers(publicOperations, answer),
      ...handlers(signedOperations, (run, request) => (request.service ? answer(run, request) : unsigned())),
    },
    otherwise: ({ service, operation }) =>
      service ? awsError(400, 'UnknownOperationException', `the local AWS has no ${operation}`) : unsigned(),
  };
}
