import { planRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { assumeRole, type ClientConfig } from '../aws/credentials';
import { messageOf } from '../cli/errors';

/** What AWS itself says of an account in a region. */
export interface LivePools {
  /** User pools that are there, whoever made them. Undefined: it could not be asked. */
  pools?: number;
  /** User pools that it may have, by Service Quotas. Undefined: it could not be asked. */
  quota?: number;
  /** Why something is undefined. */
  why: string[];
}

/** Service Quotas goes by codes that AWS does not publish; the name is what its console shows. */
const isPoolQuota = (name: string | undefined) =>
  /^(maximum (number of )?)?user pools( per (account|region))?$/i.test(name ?? '');

async function quotaIn(config: ClientConfig): Promise<number> {
  const sdk = await import('@aws-sdk/client-service-quotas');
  const client = new sdk.ServiceQuotasClient({ ...config, maxAttempts: 2 });
  try {
    for await (const { Quotas = [] } of sdk.paginateListServiceQuotas(
      { client },
      { ServiceCode: 'cognito-idp' },
    ))
      for (const { QuotaName, Value } of Quotas)
        if (isPoolQuota(QuotaName) && Value !== undefined) return Value;
    throw new Error('Service Quotas lists none of user pools by a name that is known here');
  } finally {
    client.destroy();
  }
}

async function poolsIn(config: ClientConfig): Promise<number> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient({ ...config, maxAttempts: 2 });
  try {
    let count = 0;
    for await (const { UserPools = [] } of sdk.paginateListUserPools({ client }, { MaxResults: 60 }))
      count += UserPools.length;
    return count;
  } finally {
    client.destroy();
  }
}

/** Asks AWS as the plan role. Never throws: what cannot be asked is told. */
export async function livePools(
  environment: Environment,
  { account, region }: { account: string; region: string },
): Promise<LivePools> {
  const config = await assumeRole(roleArn(environment, account, planRole(environment)), region);
  const why: string[] = [];
  const asked = async (what: string, ask: () => Promise<number>) => {
    try {
      return await ask();
    } catch (error) {
      // A stand-in for AWS answers what it does not know with a page.
      const said = error instanceof SyntaxError ? 'what answers there does not know it' : messageOf(error);
      why.push(`${what}: ${said.split('\n')[0]}`);
      return undefined;
    }
  };
  const pools = await asked('user pools', () => poolsIn(config));
  const quota = await asked('quota', () => quotaIn(config));
  return { ...(pools !== undefined && { pools }), ...(quota !== undefined && { quota }), why };
}
