import type { Accounts } from '../accounts';
import { AwsError } from '../aws-error';
import type { LocalContext } from '../context';
import { jsonAnswer, operationIn } from '../dispatch';
import { awsError, type Service } from '../service';
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

/** Calls of end users, who have no credentials: these give them some. */
export const publicOperations: Record<string, Operation> = {
  GetCredentialsForIdentity: getCredentialsForIdentity,
  GetId: getId,
  GetOpenIdToken: getOpenIdToken,
};

export const signedOperations: Record<string, Operation> = {
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
    throw new AwsError('SerializationException', 'The body is no JSON.');
  }
}

/**
 * Cognito identity pools: ID tokens of user pools for credentials of a role. Nothing of it is moto's, which knows
 * no roles of pools and looks at no token.
 */
export function cognitoIdentity(
  { forward, userPools }: Pick<LocalContext, 'forward' | 'userPools'>,
  accounts: Accounts,
  now: () => number = Date.now,
): Service {
  const tools: IdentityPools = { state: new State(), accounts, forward, userPools, now };
  return {
    matches: ({ headers }) => (headers['x-amz-target'] ?? '').startsWith(TARGET),

    async handle({ operation, service, account, region, body }) {
      const open = operationIn(publicOperations, operation);
      const run = open ?? operationIn(signedOperations, operation);
      if (!open && !service)
        return awsError(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      if (!run) return awsError(400, 'UnknownOperationException', `the local AWS has no ${operation}`);
      return jsonAnswer(() => run(tools, { account, region, input: inputOf(body) }));
    },
  };
}
