import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Scope } from '../permissions/scope';

/**
 * The account's trust in the CI system's tokens; the roles define which tokens may do what. IAM allows one provider per
 * issuer in an account, so an existing one is only referenced, as others may rely on it: nothing here ever destroys
 * a provider in production, or one configured as `existing`.
 */
export class CiOidc extends Construct {
  /** What a role that trusts the provider depends on. */
  readonly dependsOn: ITerraformDependable[] = [];

  constructor(
    parent: Construct,
    id: string,
    { environment, account }: Pick<Scope, 'environment' | 'account'>,
    { preventDestroy }: { preventDestroy: boolean },
  ) {
    super(parent, id);
    if (environment.accounts[account]?.pipelineProvider === 'existing') {
      // If we created it earlier, the state forgets it without destroying it. CDKTF has no `removed` block.
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
