import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { boundary, hookName, hookRole, policyArn, rolePath } from '../../environments/names';
import type { BundledFunction, HookFacts } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import { hookDocument, hookTrust } from '../permissions/hook-role';

export interface HookFunctionProps {
  target: Target;
  /** The stack's name in its target, such as `cell-01`; it names the function. */
  stack: string;
  facts: HookFacts;
  zip: BundledFunction;
  /** Exactly the variables that the facts ask for. */
  environment: Record<string, string>;
  /** Names of the tables that the hook reads, by key only, in the target's own account and region. */
  tables: readonly string[];
}

function complete({ name, environment: needed }: HookFacts, given: Record<string, string>) {
  const missing = needed.filter((variable) => given[variable] === undefined);
  const unknown = Object.keys(given).filter((variable) => !needed.includes(variable));
  if (missing.length + unknown.length === 0) return given;
  throw new Error(
    `${name}: environment variables missing: ${missing.join(', ') || 'none'}; not in the catalogue: ${unknown.join(', ') || 'none'}`,
  );
}

/**
 * A pre-token-generation Lambda with its log group and its role.
 *
 * No reserved concurrency: it would set a ceiling on sign-ins, and take the same amount from everything else
 * in the account for good. At Cognito's 120 sign-ins a second a hook of 50 ms runs six times at once; the
 * throttle alarm tells if the account's pool ever runs dry.
 */
export class HookFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: HookFunctionProps) {
    super(scope, id);
    const { target, stack, facts, zip, tables } = props;
    const { environment, account, region } = target;
    const name = hookName(environment, stack);

    const role = new IamRole(this, 'role', {
      name: hookRole(environment, stack, region),
      path: rolePath(environment),
      description: `Runs ${name}`,
      permissionsBoundary: policyArn(environment, account, boundary(environment)),
      assumeRolePolicy: hookTrust,
    });
    const rights = new IamRolePolicy(this, 'rights', {
      name: 'hook',
      role: role.name,
      policy: hookDocument(target, { functionName: name, tables }),
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
      description: `${facts.name}: pre-token-generation ${facts.eventVersion}`,
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: facts.handler,
      timeout: facts.timeoutSeconds,
      memorySize: facts.memoryMb,
      filename: asset.path,
      sourceCodeHash: zip.base64Sha256,
      environment:
        facts.environment.length > 0 ? { variables: complete(facts, props.environment) } : undefined,
      dependsOn: [logGroup, rights],
    });
  }
}
