import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import type { Environment } from '../../environments/schema';

/** The account's trust in the CI system's tokens. Which tokens may do what, the roles say. */
export class CiOidc extends Construct {
  readonly provider: IamOpenidConnectProvider;

  constructor(scope: Construct, id: string, { pipeline }: Pick<Environment, 'pipeline'>) {
    super(scope, id);
    // No thumbprints: IAM checks the issuer's certificate against its own list of authorities.
    this.provider = new IamOpenidConnectProvider(this, 'provider', {
      url: pipeline.issuer.replace(/\/$/, ''),
      clientIdList: [pipeline.audience],
    });
  }
}
