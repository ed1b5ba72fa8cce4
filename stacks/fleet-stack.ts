import './without-traces';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, TerraformElement, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct, Node } from 'constructs';
import {
  accountId,
  deployRole,
  roleArn,
  stackId,
  stateBucket,
  stateKey,
  stateKeyAliasArn,
} from '../environments/names';
import type { Environment } from '../environments/schema';

/** One (account, region) pair: one provider, one state prefix. */
export interface Target {
  environment: Environment;
  /** Account name in the environment, such as `cells-a`. */
  account: string;
  region: string;
  /** Metadata documents of the environment's SAML providers, by the names of their files. */
  samlDocuments?: ReadonlyMap<string, string>;
}

export interface FleetStackProps {
  target: Target;
  /** Role to assume instead of the deploy role. Only the foundation, which creates the deploy role, needs it. */
  role?: string;
}

/**
 * How Terraform assumes a role. By default it asks for 15 minutes and renews in the second in which the session
 * ends, so that requests at that moment fail (terraform-provider-aws#37647). An hour is what every role allows,
 * and the maximum for role chaining (IAM user guide, "Roles terms and concepts"): few stacks ever need a second one.
 */
const session = { sessionName: 'identity-fleet', duration: '1h' };

/** Cost and ownership tags come from the environment; these record what created the resource. */
const defaultTags = ({ environment }: Target, stack: string) => ({
  ...environment.tags,
  environment: environment.name,
  'managed-by': 'identity-fleet',
  stack,
});

/**
 * Base of every stack: state in the account's bucket, and a provider that can reach only one account and, unless
 * the stack adds more, one region. No stack can be created without them.
 */
export class FleetStack extends TerraformStack {
  readonly target: Target;
  /** Stack name inside its target, such as `data` or `cell-01`. */
  readonly stackName: string;
  /** The settings that all providers of the stack share; only the region differs. */
  private readonly reach: Omit<AwsProviderConfig, 'alias' | 'region'>;

  constructor(scope: Construct, stack: string, { target, role }: FleetStackProps) {
    const { environment, account, region } = target;
    super(scope, stackId(environment, account, region, stack));
    this.target = target;
    this.stackName = stack;
    const assumed = roleArn(environment, account, role ?? deployRole(environment));
    const homeRegion = environment.regions[0] as string;

    // Lock files in S3 and ephemeral variables came with Terraform 1.10, the latter with OpenTofu 1.11.
    this.addOverride('terraform.required_version', '>= 1.10.0');

    // Ephemeral, so that a plan made with the read-only plan role can be applied with the deploy role.
    const roleVariable = new TerraformVariable(this, 'role_arn', {
      type: 'string',
      default: assumed,
      nullable: false,
      description: 'Role that Terraform assumes in the target account',
    });
    roleVariable.addOverride('ephemeral', true);

    // The key is named by its alias, since AWS generates its id: docs/decisions/0002-state-encryption.md.
    const backend = new S3Backend(this, {
      bucket: stateBucket(environment, account),
      key: stateKey(region, stack),
      region: homeRegion,
      encrypt: true,
      kmsKeyId: stateKeyAliasArn(environment, account, homeRegion),
      allowedAccountIds: [accountId(environment, account)],
      assumeRole: { roleArn: assumed, ...session },
    });
    backend.addOverride('use_lockfile', true);
    this.reach = {
      allowedAccountIds: [accountId(environment, account)],
      assumeRole: [{ roleArn: roleVariable.stringValue, ...session }],
      defaultTags: [{ tags: defaultTags(target, stack) }],
    };
    new AwsProvider(this, 'aws', { region, ...this.reach });
  }

  /** A provider for another region, otherwise the same, for a resource's parts in other regions. */
  protected providerIn(region: string): AwsProvider {
    return new AwsProvider(this, `aws-${region}`, { alias: region, region, ...this.reach });
  }

  /**
   * Addresses that a reviewer can read: the construct path joined by `_`, without CDKTF's hash.
   * Construct ids may not contain `_` below the first level, so two paths never give the same address.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    // Assets are not Terraform elements, and pass their node to get the folder's name.
    const { scopes } = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = scopes.slice(scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const bad = path.length > 1 && path.find((id) => !/^[a-z0-9-]+$/i.test(id));
    if (bad)
      throw new Error(`construct id "${bad}" in ${path.join('/')}: use letters, digits and hyphens only`);
    return path.join('_');
  }
}
