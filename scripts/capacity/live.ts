import { planRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { assumeRole, type ClientConfig } from '../aws/credentials';
import { messageOf } from '../cli/errors';

/** AWS's own figures for an account in a region. */
export interface LivePools {
  /** Existing user pools, whoever created them. Undefined: could not be read. */
  pools?: number;
  /** Quota of user pools, from Service Quotas. Undefined: could not be read. */
  quota?: number;
  /** Why something is undefined. */
  why: string[];
}

/**
 * "User pools per account" of `cognito-idp`, per region. AWS publishes no list of quota codes; this one was recorded from
 * `ListServiceQuotas` by gruntwork-io/terraform-aws-utilities,
 * modules/request-quota-increase/variables.tf. If the code does not match, the name is used.
 */
const poolQuota = { code: 'L-66E6DF30', name: 'User pools per account' };

async function quotaIn(config: ClientConfig): Promise<number> {
  const sdk = await import('@aws-sdk/client-service-quotas');
  const client = new sdk.ServiceQuotasClient({ ...config, maxAttempts: 2 });
  try {
    let named: number | undefined;
    for await (const { Quotas = [] } of sdk.paginateListServiceQuotas(
      { client },
      { ServiceCode: 'cognito-idp' },
    ))
      for (const { QuotaCode, QuotaName, Value } of Quotas) {
        if (QuotaCode === poolQuota.code && Value !== undefined) return Value;
        if (QuotaName === poolQuota.name) named ??= Value;
      }
    if (named !== undefined) return named;
    throw new Error(`Service Quotas lists neither ${poolQuota.code} nor "${poolQuota.name}" of cognito-idp`);
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

/** Reads from AWS with the plan role. Never throws: the result says what could not be read. */
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
      // A stand-in for AWS answers unknown requests with an HTML page.
      const said = error instanceof SyntaxError ? 'the endpoint does not support it' : messageOf(error);
      why.push(`${what}: ${said.split('\n')[0]}`);
      return undefined;
    }
  };
  const pools = await asked('user pools', () => poolsIn(config));
  const quota = await asked('quota', () => quotaIn(config));
  return { ...(pools !== undefined && { pools }), ...(quota !== undefined && { quota }), why };
}
