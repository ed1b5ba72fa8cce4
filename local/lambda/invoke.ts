import { randomBytes, randomUUID } from 'node:crypto';
import type { Accounts } from '../accounts';
import type { FunctionCall, FunctionResult } from '../context';
import type { Route } from '../network';
import type { AwsRequest, Forward } from '../service';
import { type CredentialVariables, serviceCredentials } from '../sts/assume';
import { findTrust, parseRoleArn } from '../sts/roles';
import { trustsService } from '../sts/trust';
import { parseFunctionName } from './api';
import type { CodeStore } from './code';
import { type Configuration, findConfiguration, fingerprint, sandboxEnvironment } from './configuration';
import type { KeptSettings } from './kept';
import { invocationLog, writeLog } from './logs';
import { mayInvoke } from './permission';
import { SandboxPool } from './pool';
import { type Outcome, Sandbox } from './sandbox';

type Where = Pick<AwsRequest, 'account' | 'region'>;

/** A call refused by Lambda before the function ran. */
export class InvokeRefused extends Error {
  constructor(
    /** HTTP status of Lambda's response. */
    readonly status: number,
    /** Lambda's exception, such as `ResourceNotFoundException`. */
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** A completed run: the outcome, and its log including Lambda's own lines. */
export interface Run {
  outcome: Outcome;
  log: string;
  version: string;
}

export interface InvokerParts {
  forward: Forward;
  accounts: Accounts;
  code: CodeStore;
  kept: KeptSettings;
  /** Base URL at which functions reach AWS. */
  endpoint(): string;
  /** What a function can reach in addition to loopback, depending on whether it is in a VPC. */
  reach(inVpc: boolean): Route[];
  /** File with the certificates, PEM, that functions trust in addition to the public ones. */
  trustFile: string;
}

/** Runs functions from their uploaded zips, each in its own process. */
export class Invoker {
  private readonly pools = new Map<string, SandboxPool>();

  constructor(private readonly parts: InvokerParts) {}

  /** Runs the function. Throws InvokeRefused if it doesn't exist or may not be run. */
  async run(call: FunctionCall): Promise<Run> {
    const { forward } = this.parts;
    const path = parseFunctionName(call.functionArnOrName);
    const configuration = await findConfiguration(this.parts, call, path);
    if (!configuration) {
      const arn = `arn:aws:lambda:${call.region}:${call.account}:function:${path.name}`;
      throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
    }
    const { Version: version, MemorySize: memoryMb } = configuration;
    const arn = invokedArn(call, configuration, path.qualifier);
    if (call.invokedBy && !(await mayInvoke(forward, call, path, call.invokedBy))) {
      const { principal, sourceArn } = call.invokedBy;
      const reason = `no statement of the function's policy allows it for ${sourceArn}`;
      const message = `${principal} is not authorized to perform: lambda:InvokeFunction on ${arn}: ${reason}`;
      throw new InvokeRefused(403, 'AccessDeniedException', message);
    }

    const requestId = randomUUID();
    const logs = logPlace(configuration);
    const pool = this.poolOf(call, configuration, logs);
    const started = performance.now();
    const trace = traceHeader(configuration.TracingConfig?.Mode === 'Active');
    const { outcome, log } = await pool.run({ requestId, arn, event: call.payload, trace });
    const milliseconds = performance.now() - started;
    const whole = invocationLog({ requestId, version, memoryMb, milliseconds }, log);
    await writeLog(forward, call, logs, whole);
    return { outcome, log: whole, version };
  }

  /** Implements `LocalContext.invokeFunction`: a refusal is also a result. */
  async invokeFunction(call: FunctionCall): Promise<FunctionResult> {
    try {
      const { outcome } = await this.run(call);
      if (outcome.ok) return outcome;
      const { errorType, errorMessage } = outcome.error;
      return { ok: false, errorType, errorMessage, timedOut: outcome.timedOut };
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error;
      return { ok: false, errorType: error.type, errorMessage: error.message, refused: true };
    }
  }

  /** The version's warm processes; replaced once its code or configuration changes. */
  private poolOf(where: Where, configuration: Configuration, logs: LogPlace): SandboxPool {
    // By version, not by name, since aliases of one version share its processes.
    const key = `${where.account}/${where.region}/${configuration.FunctionName} ${configuration.Version}`;
    const known = this.pools.get(key);
    const print = fingerprint(configuration);
    if (known?.fingerprint === print) return known;
    known?.retire();
    const pool = new SandboxPool(print, () => this.start(where, configuration, logs));
    this.pools.set(key, pool);
    return pool;
  }

  private async start(where: Where, configuration: Configuration, logs: LogPlace): Promise<Sandbox> {
    const folder = this.parts.code.unpacked(configuration.CodeSha256);
    if (!folder) {
      const message = `the zip of ${configuration.FunctionArn} (${configuration.CodeSha256}) was not uploaded to the local AWS`;
      throw new InvokeRefused(502, 'InvalidZipFileException', message);
    }
    const credentials = await this.credentials(where, configuration);
    const { endpoint, reach, trustFile } = this.parts;
    const facts = { region: where.region, endpoint: endpoint(), folder, logs, credentials, trustFile };
    const inVpc = (configuration.VpcConfig?.SubnetIds ?? []).length > 0;
    const env = sandboxEnvironment(configuration, facts);
    return new Sandbox(folder, env, configuration.Timeout, reach(inVpc));
  }

  /** Assumes the execution role as Lambda does, so that the function's calls go to its account. */
  private async credentials(where: Where, configuration: Configuration): Promise<CredentialVariables> {
    const { forward, accounts } = this.parts;
    const role = parseRoleArn(configuration.Role);
    const trust = role && (await findTrust(forward, role));
    const source = { account: where.account, arn: configuration.FunctionArn };
    if (!role || !trust || !trustsService(trust, 'lambda.amazonaws.com', source)) {
      const message = `The role ${configuration.Role} defined for the function cannot be assumed by Lambda.`;
      throw new InvokeRefused(403, 'AccessDeniedException', message);
    }
    const session = configuration.FunctionName;
    const { region } = where;
    const functionArn = configuration.FunctionArn.replace(/(:function:[^:]+):.*$/, '$1');
    return serviceCredentials(forward, accounts, role, { region, session, functionArn });
  }

  /** Kills all processes of all functions. */
  async stop(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
    this.pools.clear();
  }
}

/** The ARN in the handler's context: the one invoked, with the version or alias if one was named. */
const invokedArn = ({ account, region }: Where, { FunctionName }: Configuration, qualifier?: string) =>
  `arn:aws:lambda:${region}:${account}:function:${FunctionName}${qualifier ? `:${qualifier}` : ''}`;

/** `_X_AMZN_TRACE_ID` of one run: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html */
function traceHeader(sampled: boolean): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const [root, parent] = [randomBytes(12).toString('hex'), randomBytes(8).toString('hex')];
  return `Root=1-${seconds}-${root};Parent=${parent};Sampled=${sampled ? 1 : 0}`;
}

type LogPlace = ReturnType<typeof logPlace>;

/** Where a function logs to, in CloudWatch Logs' terms. */
const logPlace = ({ FunctionName, LoggingConfig, Version }: Configuration) => ({
  logGroupName: LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`,
  logStreamName: `local/[${Version}]`,
});
