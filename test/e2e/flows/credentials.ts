import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetPrincipalTagAttributeMapCommand,
  ListIdentityPoolsCommand,
} from '@aws-sdk/client-cognito-identity';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { identityPoolName } from '../../../environments/names';
import type { Applied } from './applied';
import type { App } from './sign-in';

/** An identity pool as an application uses it. */
export interface IdentityPool {
  /** Session tag → claim of the ID token. */
  tags: Record<string, string> | undefined;
  /** ARN of the session that an ID token is exchanged for. Rejects if the exchange is refused. */
  exchange(idToken: string): Promise<string | undefined>;
}

export async function identityPoolOf(
  applied: Applied,
  flow: 'customer' | 'internal',
  { userPoolId }: App,
): Promise<IdentityPool> {
  const { loaded, region, pools } = applied;
  const IdentityProviderName = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const operator = new CognitoIdentityClient(await pools.access({ account: 'identity', region }));
  const { IdentityPools = [] } = await operator.send(new ListIdentityPoolsCommand({ MaxResults: 60 }));
  const name = identityPoolName(loaded.environment, flow);
  const IdentityPoolId = IdentityPools.find((one) => one.IdentityPoolName === name)?.IdentityPoolId;
  const { PrincipalTags } = await operator.send(
    new GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName }),
  );
  operator.destroy();
  return {
    tags: PrincipalTags,
    async exchange(idToken) {
      // An application has no credentials.
      const credentials = async () => ({ accessKeyId: '', secretAccessKey: '' });
      const app = new CognitoIdentityClient({ region, credentials, maxAttempts: 1 });
      const Logins = { [IdentityProviderName]: idToken };
      try {
        const { IdentityId } = await app.send(new GetIdCommand({ IdentityPoolId, Logins }));
        const answer = await app.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
        const { AccessKeyId = '', SecretKey = '', SessionToken } = answer.Credentials ?? {};
        return await sessionOf(region, {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretKey,
          sessionToken: SessionToken,
        });
      } finally {
        app.destroy();
      }
    },
  };
}

async function sessionOf(
  region: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string | undefined },
): Promise<string | undefined> {
  const sts = new STSClient({ region, credentials });
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  return Arn;
}
