/**
 * Runs inside a function's process, like Lambda's Node.js runtime: loads the handler once, then takes one event at a
 * time from its parent and returns each response. Knows only its environment.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { confine } = require('./network.cjs');

confine(JSON.parse(process.argv[2] ?? '[]'));

const send = (message) => new Promise((done) => process.send(message, done));

/** The function's output goes through the channel too, so that it arrives before the response. */
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    process.send({ log: text }, typeof encoding === 'function' ? encoding : done);
    return true;
  };
}

const describe = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? '').split('\n'),
});

function fail(name, message) {
  const error = new Error(message);
  error.name = name;
  throw error;
}

async function load() {
  const [, file, name] = /^(.+)\.([^./]+)$/.exec(process.env._HANDLER) ?? [];
  const base = join(process.env.LAMBDA_TASK_ROOT, file ?? '');
  const path = ['.js', '.mjs', '.cjs'].map((end) => base + end).find((candidate) => existsSync(candidate));
  if (!path) fail('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = path.endsWith('.mjs') ? await import(pathToFileURL(path)) : require(path);
  const handler = module[name];
  if (typeof handler !== 'function')
    fail('Runtime.HandlerNotFound', `${process.env._HANDLER} is undefined or not exported`);
  return handler;
}

const contextOf = ({ requestId, arn, deadline }) => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  invokedFunctionArn: arn,
  awsRequestId: requestId,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

/** Handlers respond with a promise or the callback; the first one counts. */
const run = (handler, event, context) =>
  new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });

async function crash(name, error) {
  const { errorMessage, trace } = describe(error);
  await send({ result: { ok: false, error: { errorType: name, errorMessage, trace } } });
  process.exit(1);
}
process.on('uncaughtException', (error) => crash(error?.name ?? 'Error', error));
process.on('unhandledRejection', (error) => crash('Runtime.UnhandledPromiseRejection', error));
process.on('disconnect', () => process.exit(0));

const loaded = load();
const ready = () => send({ ready: true });
// Lambda reports a failed start with the first event.
loaded.then(ready, ready);

process.on('message', async ({ event, trace, ...invocation }) => {
  process.env._X_AMZN_TRACE_ID = trace;
  try {
    const payload = await run(await loaded, event, contextOf(invocation));
    await send({ result: { ok: true, payload: payload === undefined ? null : payload } });
  } catch (error) {
    await send({ result: { ok: false, error: describe(error) } });
  }
});
