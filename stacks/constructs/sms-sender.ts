import type { CognitoUserPoolSmsConfiguration } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { boundary, policyArn, rolePath, smsRole } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { smsDocument, smsTrust } from '../permissions/sms-role';

/**
 * The role with which Cognito sends a pool's text messages, through SNS in the pool's own region. The account's
 * spending limit, and leaving the SMS sandbox, are between the organisation and AWS.
 */
export class SmsSender extends Construct {
  readonly configuration: CognitoUserPoolSmsConfiguration;
  /** Cognito tests the role as soon as a pool refers to it, so the pool depends on this. */
  readonly rights: IamRolePolicy;

  /** `externalId` keeps others who know the role's name from making Cognito use it; it is not a secret. */
  constructor(scope: Construct, id: string, { target, externalId }: { target: Target; externalId: string }) {
    super(scope, id);
    const { environment, account, region } = target;
    const role = new IamRole(this, 'role', {
      name: smsRole(environment, region),
      path: rolePath(environment),
      description: `Sends text messages of ${externalId}`,
      permissionsBoundary: policyArn(environment, account, boundary(environment)),
      assumeRolePolicy: smsTrust(target, externalId),
    });
    this.rights = new IamRolePolicy(this, 'rights', {
      name: 'sms',
      role: role.name,
      policy: smsDocument(),
    });
    this.configuration = { externalId, snsCallerArn: role.arn, snsRegion: region };
  }
}
