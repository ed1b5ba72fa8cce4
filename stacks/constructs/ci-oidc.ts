import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Scope } from '../permissions/scope';

/**
 * The account's trust in the CI system's tokens. Which tokens may do what, the roles say. IAM knows one provider for
 * an issuer in an account, so one that is there already is only referenced, and whoever else relies on it keeps it:
 * nothing here ever destroys a provider of production, nor one that an account is said to have.
 */
export class CiOidc extends Construct {
  /** What a role that trusts the provider waits for. */
  readonly dependsOn: ITerraformDependable[] = [];

  constructor(
    parent: Construct,
    id: string,
    { environment, account }: Pick<Scope, 'environment' | 'account'>,
    { preventDestroy }: { preventDestroy: boolean },
  ) {
    super(parent, id);
    if (environment.accounts[account]?.pipelineProvider === 'existing') {
      // Where we had made it, the state forgets it and it stands. CDKTF knows no such block.
      const from = `aws_iam_openid_connect_provider.${id}_provider`;
      TerraformStack.of(this).addOverride('removed', [{ from, lifecycle: { destroy: false } }]);
      return;
    }
    const { pipeline } = environment;
    // No thumbprints: IAM checks the issuer's certificate against its own list of authorities.
    const provider = new IamOpenidConnectProvider(this, 'provider', {
      url: pipeline.issuer.replace(/\/$/, ''),
      clientIdList: [pipeline.audience],
      lifecycle: { preventDestroy },
    });
    this.dependsOn.push(provider);
  }
}
