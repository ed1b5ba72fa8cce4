import type { PolicyDocument } from './iam/policy';

/** Account of every key that no AssumeRole handed out: where a pipeline's own credentials live. */
export const PIPELINE_ACCOUNT = '123456789012';

/** Which account, and which role there, an access key speaks for. */
export interface Identity {
  account: string;
  /** The assumed role and its session; undefined for the pipeline's own credentials. */
  role?: { arn: string; sessionArn: string };
  /** The key's secret, to check signatures that only the holder can have made. */
  secret?: string;
  /** Session tags: `aws:PrincipalTag/<name>` in policies. */
  tags?: Record<string, string>;
  /** The function whose code has these credentials: `lambda:SourceFunctionArn` in policies. */
  functionArn?: string;
  /** What the session may do at most, whatever its role may: JSON documents of AssumeRole's `Policy`. */
  sessionPolicies?: PolicyDocument[];
  /** When the session ends, in milliseconds since 1970; undefined for credentials that don't. */
  endsAt?: number;
}

/** The access keys that this run has handed out. They live as long as the run, like everything else here. */
export class Accounts {
  private readonly identities = new Map<string, Identity>();

  /** Remembers whose credentials an answer of STS carries. */
  learn(accessKey: string, identity: Identity): void {
    this.identities.set(accessKey, identity);
  }

  /** Unknown keys, and no key at all, are the pipeline's. */
  identityOf(accessKey: string | undefined): Identity {
    return (accessKey && this.identities.get(accessKey)) || { account: PIPELINE_ACCOUNT };
  }
}
