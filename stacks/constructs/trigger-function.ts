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

/** A function's place in a VPC. */
export interface Network {
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
}

export interface TriggerFunctionProps {
  target: Target;
  /** Lambda function name, from `environments/names.ts`. */
  name: string;
  facts: FunctionFacts | HookFacts;
  zip: BundledFunction;
  /** Exactly the variables that the facts require. */
  environment: Record<string, string>;
  /** Its rights besides writing logs and traces. */
  rights: readonly Statement[];
  /** If omitted, it reaches AWS's public endpoints but no private network. */
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

/** The kind of function, from the catalogue. */
function kindOf(facts: FunctionFacts | HookFacts): string {
  if ('eventVersion' in facts) return `pre-token-generation ${facts.eventVersion}`;
  return facts.calledBy ? callers[facts.calledBy] : 'user pool trigger';
}

/**
 * A Lambda with its log group and role. One that user pools call, a hook or another trigger, has alarms
 * too; the edge has those of functions that API Gateway calls; one that Terraform calls has none, since the apply
 * fails visibly.
 *
 * No reserved concurrency: it would cap sign-ins, and permanently take the same amount from everything else
 * in the account. At Cognito's 120 sign-ins a second a hook of 50 ms has six concurrent runs; the
 * throttle alarm fires if the account's concurrency ever runs out.
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
    // Created here, because a group that Lambda creates itself keeps its logs forever.
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/aws/lambda/${name}`,
      retentionInDays: environment.logRetentionDays,
    });
    // The hash covers only the content: CDKTF would also mix in the file's path.
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
