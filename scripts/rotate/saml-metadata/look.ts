import type { PoolAccess } from '../../aws/pool-access';
import { failure } from '../../cli/errors';
import type { PoolLocation } from '../../selection/pools';
import type { SamlProvider } from './provider';

/** A provider in one region, as AWS shows it. */
export interface Seen extends PoolLocation {
  poolId: string;
  /** Undefined if Cognito fetches it. */
  document: string | undefined;
  /** Where browsers are sent. */
  sso: string | undefined;
  slo: string | undefined;
}

/** Looks at the provider in every region. Throws if it does not exist yet in one of them. */
export function lookAt(pools: PoolAccess, { places, provider, of }: SamlProvider): Promise<Seen[]> {
  return Promise.all(
    places.map(async (place): Promise<Seen> => {
      const { pool, region, account, environment } = place;
      const missing = (what: string) =>
        failure(
          `the provider of ${of} is not rolled out in ${region}: ${what}`,
          `roll it out first: npx fleet rollout --env ${environment} --account ${account} --region ${region}`,
        );
      const poolId = await pools.poolId(place);
      if (!poolId) throw missing(`there is no user pool ${pool}`);
      const sdk = await import('@aws-sdk/client-cognito-identity-provider');
      const client = new sdk.CognitoIdentityProviderClient(await pools.access(place));
      try {
        const { IdentityProvider } = await client.send(
          new sdk.DescribeIdentityProviderCommand({ UserPoolId: poolId, ProviderName: provider }),
        );
        const details = IdentityProvider?.ProviderDetails ?? {};
        return {
          ...place,
          poolId,
          document: details.MetadataFile,
          sso: details.SSORedirectBindingURI,
          slo: details.SLORedirectBindingURI,
        };
      } catch (error) {
        if (error instanceof sdk.ResourceNotFoundException)
          throw missing(`${pool} has no provider ${provider}`);
        throw error;
      } finally {
        client.destroy();
      }
    }),
  );
}
