import { jsonBody, ownRequest } from '../forward';
import type { AwsRequest, AwsResponse, Forward, Handler, Service } from '../service';
import { type FunctionPath, lambdaError, lambdaJson, parseFunctionPath } from './api';
import type { CodeStore } from './code';
import { InvokeRefused, type Invoker } from './invoke';
import type { KeptSettings } from './kept';
import { logTail } from './logs';
import { addPermission } from './permission';

export interface LambdaParts {
  invoker: Invoker;
  code: CodeStore;
  kept: KeptSettings;
}

/** Lambda: moto keeps the functions; their code is stored and run here. */
export function lambda({ invoker, code, kept }: LambdaParts): Service {
  /** moto's response, plus the settings that it forgets; `learn` gets requests that moto accepted. */
  const restored = async (
    request: AwsRequest,
    forward: Forward,
    learn?: (request: AwsRequest, path: FunctionPath) => void,
  ): Promise<AwsResponse> => {
    const answer = await forward(request);
    if (answer.status < 300) learn?.(request, parseFunctionPath(request.path) as FunctionPath);
    return kept.restore(request, answer);
  };

  return {
    operationOf({ service, method, path }) {
      const found = service === 'lambda' ? parseFunctionPath(path) : undefined;
      return found && `${method} /functions${found.name ? '/*' : ''}${found.rest}`;
    },
    operations: {
      'POST /functions/*/invocations': (request) =>
        invoke(invoker, request, parseFunctionPath(request.path) as FunctionPath),
      'POST /functions/*/policy': addPermission,
      'POST /functions': async (request, forward) => {
        await keepCode(code, request, forward);
        return restored(request, forward, kept.create);
      },
      'PUT /functions/*/code': async (request, forward) => {
        await keepCode(code, request, forward);
        return restored(request, forward);
      },
      'PUT /functions/*/configuration': (request, forward) => restored(request, forward, kept.update),
      'DELETE /functions/*': (request, forward) => restored(request, forward, kept.remove),
      ...Object.fromEntries(
        [
          'GET /functions',
          'GET /functions/*',
          'GET /functions/*/configuration',
          'GET /functions/*/versions',
          'POST /functions/*/versions',
        ].map((name): [string, Handler] => [name, (request, forward) => restored(request, forward)]),
      ),
    },
  };
}

/** Stores the zip of a CreateFunction or UpdateFunctionCode, sent inline or named in S3. */
async function keepCode(code: CodeStore, request: AwsRequest, forward: Forward): Promise<void> {
  const body = jsonBody(request);
  const { ZipFile, S3Bucket, S3Key } = body.Code ?? body;
  if (ZipFile) code.keep(Buffer.from(ZipFile, 'base64'));
  if (!S3Bucket || !S3Key) return;
  const path = `/${S3Bucket}/${encodeURIComponent(S3Key).replaceAll('%2F', '/')}`;
  const { account, region } = request;
  const object = await forward(ownRequest({ service: 's3', account, region }, { method: 'GET', path }));
  if (object.status === 200) code.keep(Buffer.from(object.body));
}

/**
 * The Invoke API. An `Event` is answered before it runs, and runs once: Lambda's two retries after a failure are not
 * implemented.
 */
async function invoke(invoker: Invoker, request: AwsRequest, path: FunctionPath): Promise<AwsResponse> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const { account, region } = request;
  let payload: unknown;
  try {
    payload = request.body.length > 0 ? JSON.parse(request.body.toString()) : {};
  } catch {
    return lambdaError(400, 'InvalidRequestContentException', 'Could not parse request body into json');
  }
  const functionArnOrName = path.qualifier ? `${path.name}:${path.qualifier}` : path.name;
  const running = invoker.run({ account, region, functionArnOrName, payload });
  if (type === 'Event') {
    running.catch(() => {});
    return { status: 202, headers: {}, body: '' };
  }
  try {
    const { outcome, log, version } = await running;
    const answer = lambdaJson(200, outcome.ok ? outcome.payload : outcome.error);
    answer.headers['x-amz-executed-version'] = version;
    if (!outcome.ok) answer.headers['x-amz-function-error'] = 'Unhandled';
    if (request.headers['x-amz-log-type'] === 'Tail') answer.headers['x-amz-log-result'] = logTail(log);
    return answer;
  } catch (error) {
    if (!(error instanceof InvokeRefused)) throw error;
    return lambdaError(error.status, error.type, error.message);
  }
}
