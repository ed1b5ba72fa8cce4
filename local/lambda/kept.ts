import { jsonBody } from '../forward';
import type { AwsRequest, AwsResponse } from '../service';
import type { FunctionPath } from './api';

/** Settings that moto forgets on CreateFunction or doesn't change on UpdateFunctionConfiguration. */
const FORGOTTEN = [
  'LoggingConfig',
  'TracingConfig',
  'EphemeralStorage',
  'KMSKeyArn',
  'DeadLetterConfig',
] as const;
type Settings = Partial<Record<(typeof FORGOTTEN)[number], Record<string, unknown> | string>>;

/** What Lambda fills in: https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
function withDefaults(name: string, { LoggingConfig, ...settings }: Settings): Settings {
  const given = typeof LoggingConfig === 'object' ? LoggingConfig : {};
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`, ...given };
  const levels = logging.LogFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  return { ...settings, LoggingConfig: { ...levels, ...logging } };
}

/** The settings that Lambda keeps and moto doesn't, put back into moto's answers. */
export class KeptSettings {
  private readonly functions = new Map<string, Settings>();

  /** Reads what a request that moto accepted has set or removed. */
  observe(request: AwsRequest, { name, qualifier, rest }: FunctionPath): void {
    if (request.method === 'POST' && !name) {
      const body = jsonBody(request);
      this.functions.set(keyOf(request, body.FunctionName), pick(body));
    } else if (request.method === 'PUT' && rest === '/configuration') {
      const key = keyOf(request, name);
      this.functions.set(key, { ...this.functions.get(key), ...pick(jsonBody(request)) });
    } else if (request.method === 'DELETE' && !rest && !qualifier) {
      this.functions.delete(keyOf(request, name));
    }
  }

  /** The answer with the settings of every function configuration in it. */
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
