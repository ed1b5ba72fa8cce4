import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { boundary, functionRole, policyArn, rolePath } from '../../environments/names';
import type { BundledFunction, FunctionFacts, HookFacts } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import type { Statement } from '../permissions/document';
import { functionDocument, functionTrust } from '../permissions/function-role';
import { functionAlarms, triggerRules } from './function-alarms';

/** Where in a VPC a function's network interfaces are. */
export interface Network {
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
}

export interface TriggerFunctionProps {
  target: Target;
  /** Lambda's name of it, from `environments/names.ts`. */
  name: string;
  facts: FunctionFacts | HookFacts;
  zip: BundledFunction;
  /** Exactly the variables that the facts ask for. */
  environment: Record<string, string>;
  /** What it may do beside writing its log and its traces. */
  rights: readonly Statement[];
  /** Left out: it reaches AWS's own endpoints, and no private network. */
  network?: Network;
}

function complete({ name, environment: needed }: FunctionFacts, given: Record<string, string>) {
  const missing = needed.filter((variable) => given[variable] === undefined);
  const unknown = Object.keys(given).filter((variable) => !needed.includes(variable));
  if (missing.length + unknown.length === 0) return given;
  throw new Error(
    `${name}: environment variables missing: ${missing.join(', ') || 'none'}; not in the catalogue: ${unknown.join(', ') || 'none'}`,
  );
}

const callers = { 'api-gateway': 'called by API Gateway', terraform: 'called by Terraform' } as const;

/** What the catalogue says that it is. */
function kindOf(facts: FunctionFacts | HookFacts): string {
  if ('eventVersion' in facts) return `pre-token-generation ${facts.eventVersion}`;
  return facts.calledBy ? callers[facts.calledBy] : 'user pool trigger';
}

/**
 * A Lambda with its log group and its role. One that user pools call, the hook or another trigger, has its alarms
 * too; those of one that API Gateway calls are the edge's; one that Terraform calls has none, for whoever applies
 * sees it fail.
 *
 * No reserved concurrency: it would set a ceiling on sign-ins, and take the same amount from everything else
 * in the account for good. At Cognito's 120 sign-ins a second a hook of 50 ms runs six times at once; the
 * throttle alarm tells if the account's pool ever runs dry.
 */
export class TriggerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: TriggerFunctionProps) {
    super(scope, id);
    const { target, name, facts, zip, rights, network } = props;
    const { environment, account, region } = target;

    this.role = new IamRole(this, 'role', {
      name: functionRole(name, region),
      path: rolePath(environment),
      description: `Runs ${name}`,
      permissionsBoundary: policyArn(environment, account, boundary(environment)),
      assumeRolePolicy: functionTrust,
    });
    const policy = new IamRolePolicy(this, 'rights', {
      name: 'function',
      role: this.role.name,
      policy: functionDocument(target, { name, rights, inVpc: network !== undefined }),
    });
    // Ours, because a group that Lambda makes by itself keeps its logs for ever.
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/aws/lambda/${name}`,
      retentionInDays: environment.logRetentionDays,
    });
    // The hash is the content's alone: CDKTF would also mix the file's path into it.
    const asset = new TerraformAsset(this, 'zip', {
      path: zip.zipPath,
      type: AssetType.FILE,
      assetHash: Buffer.from(zip.base64Sha256, 'base64').toString('hex'),
    });
    this.function = new LambdaFunction(this, 'function', {
      functionName: name,
      description: `${facts.name}: ${kindOf(facts)}`,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: facts.handler,
      timeout: facts.timeoutSeconds,
      memorySize: facts.memoryMb,
      filename: asset.path,
      sourceCodeHash: zip.base64Sha256,
      tracingConfig: { mode: 'Active' },
      environment:
        facts.environment.length > 0 ? { variables: complete(facts, props.environment) } : undefined,
      vpcConfig: network && {
        subnetIds: [...network.subnetIds],
        securityGroupIds: [...network.securityGroupIds],
      },
      dependsOn: [logGroup, policy],
    });
    if (!facts.calledBy) functionAlarms(this, target, name, triggerRules);
  }
}
