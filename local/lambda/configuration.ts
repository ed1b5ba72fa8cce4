import { createHash } from 'node:crypto';
import { jsonBody } from '../forward';
import type { AwsRequest, Forward } from '../service';
import type { CredentialVariables } from '../sts/assume';
import { type FunctionPath, lambdaRequest } from './api';
import type { KeptSettings } from './kept';

/** The response of GetFunctionConfiguration, as far as running needs it. */
export interface Configuration {
  FunctionName: string;
  FunctionArn: string;
  Role: string;
  Handler: string;
  Runtime: string;
  /** Seconds. */
  Timeout: number;
  /** MB. */
  MemorySize: number;
  Version: string;
  /** Base64 SHA-256 of the zip. */
  CodeSha256: string;
  Environment?: { Variables: Record<string, string> };
  LoggingConfig?: { LogGroup?: string };
  TracingConfig?: { Mode?: string };
  VpcConfig?: { SubnetIds?: string[] };
}

/** The function's configuration; undefined if moto has no such function or version. */
export async function findConfiguration(
  { forward, kept }: { forward: Forward; kept: KeptSettings },
  where: Pick<AwsRequest, 'account' | 'region'>,
  path: Pick<FunctionPath, 'name' | 'qualifier'>,
): Promise<Configuration | undefined> {
  const request = lambdaRequest(where, { ...path, rest: '/configuration' });
  const answer = await forward(request);
  return answer.status === 200 ? jsonBody(kept.restore(request, answer)) : undefined;
}

/** Changes whenever a running process no longer matches the configuration. */
export function fingerprint(configuration: Configuration): string {
  const { Role, Handler, Timeout, MemorySize, Version, CodeSha256, Environment, VpcConfig } = configuration;
  const variables = Environment?.Variables ?? {};
  const parts = [Role, Handler, Timeout, MemorySize, Version, CodeSha256, variables, VpcConfig ?? {}];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * The complete environment of a function's process: the function's variables, overridden by Lambda's own, and PATH.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function sandboxEnvironment(
  configuration: Configuration,
  facts: {
    region: string;
    endpoint: string;
    folder: string;
    logs: { logGroupName: string; logStreamName: string };
    credentials: CredentialVariables;
    trustFile: string;
  },
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    ...configuration.Environment?.Variables,
    _HANDLER: configuration.Handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_REGION: facts.region,
    AWS_DEFAULT_REGION: facts.region,
    AWS_ENDPOINT_URL: facts.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: facts.logs.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logs.logStreamName,
    LAMBDA_TASK_ROOT: facts.folder,
    NODE_EXTRA_CA_CERTS: facts.trustFile,
    // Lambda runs it with its own Node.js; the SDK would complain about ours.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Traces are sent by UDP and lost if nothing listens; port 9 is reserved for discarding (RFC 863).
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9',
    ...facts.credentials,
  };
}
