import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../permissions/document';

export interface FleetRoleProps {
  name: string;
  description: string;
  /** Who may assume it, as a policy document. */
  trust: string;
  /** Maximum session length. */
  sessionHours: number;
  /** Part name → statements. One managed policy each: IAM allows 10 per role, of 6,144 characters each. */
  rights: Readonly<Record<string, readonly Statement[]>>;
  dependsOn: ITerraformDependable[];
}

/** One of the fleet's own roles, with its rights in managed policies, which IAM lets only us attach. */
export class FleetRole extends Construct {
  readonly role: IamRole;

  constructor(
    parent: Construct,
    id: string,
    { name, description, trust, sessionHours, rights, dependsOn }: FleetRoleProps,
  ) {
    super(parent, id);
    this.role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: trust,
      maxSessionDuration: sessionHours * 3600,
      dependsOn,
    });
    for (const [part, statements] of Object.entries(rights)) {
      const { arn } = new IamPolicy(this, `${part}-policy`, {
        name: `${name}-${part}`,
        policy: policyDocument(statements),
      });
      new IamRolePolicyAttachment(this, part, { role: this.role.name, policyArn: arn });
    }
  }
}
