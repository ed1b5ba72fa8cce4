import { jsonBody, ownRequest } from '../forward';
import type { AwsRequest, AwsResponse, Forward, Service } from '../service';
import { type FunctionPath, lambdaError, lambdaJson, parseFunctionPath } from './api';
import type { CodeStore } from './code';
import { InvokeRefused, type Invoker } from './invoke';
import type { KeptSettings } from './kept';
import { logTail } from './logs';

export interface LambdaParts {
  invoker: Invoker;
  code: CodeStore;
  kept: KeptSettings;
}

/** Lambda: moto keeps the functions, and here their code is kept and run. */
export function lambda({ invoker, code, kept }: LambdaParts): Service {
  return {
    matches: (request) => request.service === 'lambda' && parseFunctionPath(request.path) !== undefined,

    async handle(request, forward) {
      const path = parseFunctionPath(request.path) as FunctionPath;
      if (path.rest === '/invocations') return invoke(invoker, request, path);
      const uploads =
        (request.method === 'POST' && !path.name) || (request.method === 'PUT' && path.rest === '/code');
      if (uploads) await keepCode(code, request, forward);
      const answer = await forward(request);
      if (answer.status < 300) kept.observe(request, path);
      return kept.restore(request, answer);
    },
  };
}

/** Keeps the zip of a CreateFunction or UpdateFunctionCode, sent along or named in S3. */
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
 * The Invoke API. An `Event` is answered before it runs, and runs once: Lambda's two later tries after a
 * failure are left out.
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
