import { createHash } from 'node:crypto';
import { jsonBody } from '../forward';
import type { AwsRequest, AwsResponse } from '../service';
import type { FunctionPath } from './api';

/** Settings that moto forgets on CreateFunction or doesn't update on UpdateFunctionConfiguration. */
const FORGOTTEN = [
  'LoggingConfig',
  'TracingConfig',
  'EphemeralStorage',
  'KMSKeyArn',
  'DeadLetterConfig',
  'VpcConfig',
] as const;
type Settings = Partial<Record<(typeof FORGOTTEN)[number], Record<string, unknown> | string>>;

/** Lambda's defaults: https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
function withDefaults(name: string, { LoggingConfig, VpcConfig, ...settings }: Settings): Settings {
  const given = typeof LoggingConfig === 'object' ? LoggingConfig : {};
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`, ...given };
  const levels = logging.LogFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  return {
    ...settings,
    LoggingConfig: { ...levels, ...logging },
    ...(typeof VpcConfig === 'object' && { VpcConfig: vpcOf(VpcConfig) }),
  };
}

/**
 * A function's network as Lambda describes it. Subnets are not checked, because a function may be in a VPC that the
 * local AWS doesn't know. So the VPC's id is made up, but always the same for the same first subnet.
 */
function vpcOf(given: Record<string, unknown>): Record<string, unknown> {
  const subnets = (given.SubnetIds ?? []) as string[];
  const [first] = [...subnets].sort();
  const id = first ? `vpc-${createHash('sha256').update(first).digest('hex').slice(0, 17)}` : '';
  return { Ipv6AllowedForDualStack: false, SecurityGroupIds: [], ...given, SubnetIds: subnets, VpcId: id };
}

/** Stores the settings that Lambda keeps and moto doesn't, and adds them to moto's responses. */
export class KeptSettings {
  private readonly functions = new Map<string, Settings>();

  readonly create = (request: AwsRequest): void => {
    const body = jsonBody(request);
    this.functions.set(keyOf(request, body.FunctionName), pick(body));
  };

  readonly update = (request: AwsRequest, { name }: FunctionPath): void => {
    const key = keyOf(request, name);
    this.functions.set(key, { ...this.functions.get(key), ...pick(jsonBody(request)) });
  };

  readonly remove = (request: AwsRequest, { name, qualifier }: FunctionPath): void => {
    if (!qualifier) this.functions.delete(keyOf(request, name));
  };

  /** The response with the settings added to every function configuration in it. */
  restore(request: AwsRequest, answer: AwsResponse): AwsResponse {
    if (answer.status >= 300 || answer.body.length === 0) return answer;
    const body = jsonBody(answer);
    const found = [body, body.Configuration, ...(body.Functions ?? []), ...(body.Versions ?? [])];
    for (const configuration of found) {
      const name = configuration?.FunctionName;
      if (!name || !configuration.FunctionArn || !configuration.CodeSha256) continue;
      const kept = this.functions.get(keyOf(request, name)) ?? {};
      Object.assign(configuration, withDefaults(name, kept));
    }
    return { ...answer, body: JSON.stringify(body) };
  }
}

const keyOf = ({ account, region }: AwsRequest, name: string) => `${account}/${region}/${name}`;

const pick = (body: Settings): Settings =>
  Object.fromEntries(FORGOTTEN.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
