import type { PolicyDocument } from './iam/policy';

/** Account of every key that AssumeRole did not issue: the pipeline's own credentials. */
export const PIPELINE_ACCOUNT = '123456789012';

/** The account that an access key belongs to, and the role, if any. */
export interface Identity {
  account: string;
  /** The assumed role and its session; undefined for the pipeline's own credentials. */
  role?: { arn: string; sessionArn: string };
  /** The key's secret, to verify signatures. */
  secret?: string;
  /** Session tags: `aws:PrincipalTag/<name>` in policies. */
  tags?: Record<string, string>;
  /** The function whose code has these credentials: `lambda:SourceFunctionArn` in policies. */
  functionArn?: string;
  /** Upper limit of the session's permissions, whatever its role allows: JSON documents of AssumeRole's `Policy`. */
  sessionPolicies?: PolicyDocument[];
  /** When the session ends, in milliseconds since 1970; undefined for credentials that don't expire. */
  endsAt?: number;
}

/** The access keys issued in this run. Like everything else here, they last as long as the run. */
export class Accounts {
  private readonly identities = new Map<string, Identity>();

  /** Records the identity behind credentials that STS has issued. */
  learn(accessKey: string, identity: Identity): void {
    this.identities.set(accessKey, identity);
  }

  /** Unknown keys, and requests without a key, belong to the pipeline. */
  identityOf(accessKey: string | undefined): Identity {
    return (accessKey && this.identities.get(accessKey)) || { account: PIPELINE_ACCOUNT };
  }
}
