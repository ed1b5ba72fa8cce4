import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox } from '../../../local/lambda/sandbox';
import type { Route } from '../../../local/network';

let folder: string;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true });
});

/** A sandbox of a function with this source; `timeout` in seconds. */
function start(
  source: string,
  { timeout = 30, file = 'index.js', handler = 'index.handler', routes = [] as Route[] } = {},
): Sandbox {
  writeFileSync(join(folder, file), source);
  const env = { _HANDLER: handler, LAMBDA_TASK_ROOT: folder, GREETING: 'hi' };
  sandbox = new Sandbox(folder, env, timeout, routes);
  return sandbox;
}
const run = (target: Sandbox, event: unknown = {}) =>
  target.run({ requestId: 'id', arn: 'arn', event, trace: 'Root=1-a-b' });

test('answers one event after another in the same process, and collects what each wrote', async () => {
  const warm = start(
    'let n = 0; exports.handler = async (e) => { console.log("saw", e.k); return { n: ++n, pid: process.pid } }',
  );
  const first = await run(warm, { k: 'a' });
  const second = await run(warm, { k: 'b' });
  expect(first).toEqual({
    outcome: { ok: true, payload: { n: 1, pid: expect.any(Number) } },
    log: 'saw a\n',
  });
  expect(second.outcome).toMatchObject({
    payload: { n: 2, pid: (first.outcome as { payload: { pid: number } }).payload.pid },
  });
  expect(second.log).toBe('saw b\n');
});

test('the process has the given environment and nothing of ours', async () => {
  process.env.FLEET_TEST_SECRET = 'leak';
  const { outcome } = await run(start('exports.handler = async () => process.env'));
  delete process.env.FLEET_TEST_SECRET;
  expect(outcome).toMatchObject({ ok: true, payload: { GREETING: 'hi' } });
  expect((outcome as { payload: object }).payload).not.toHaveProperty('FLEET_TEST_SECRET');
});

test('each run has its own trace', async () => {
  const { outcome } = await run(start('exports.handler = async () => process.env._X_AMZN_TRACE_ID'));
  expect(outcome).toEqual({ ok: true, payload: 'Root=1-a-b' });
});

test('a handler may answer by callback', async () => {
  const called = await run(
    start('exports.handler = (event, context, done) => done(null, context.awsRequestId)'),
  );
  expect(called.outcome).toEqual({ ok: true, payload: 'id' });
});

test('a handler may be in an ES module', async () => {
  const { outcome } = await run(start('export const handler = async () => "esm"', { file: 'index.mjs' }));
  expect(outcome).toEqual({ ok: true, payload: 'esm' });
});

test.each([
  ['a thrown error', 'exports.handler = async () => { throw new TypeError("no") }', 'TypeError', 'no'],
  [
    'no handler',
    'exports.other = 1',
    'Runtime.HandlerNotFound',
    'index.handler is undefined or not exported',
  ],
  ['code that does not load', 'throw new RangeError("early")', 'RangeError', 'early'],
  ['an exit', 'exports.handler = () => process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
  [
    'a promise that is not awaited',
    'exports.handler = (e, c, done) => { Promise.reject(new Error("lost")) }',
    'Runtime.UnhandledPromiseRejection',
    'lost',
  ],
])('%s is reported as Lambda reports it', async (_name, source, errorType, message) => {
  const { outcome } = await run(start(source));
  expect(outcome).toMatchObject({
    ok: false,
    error: { errorType, errorMessage: expect.stringContaining(message) },
  });
});

test('a function that takes too long is killed', async () => {
  const slow = start('exports.handler = () => new Promise(() => {})', { timeout: 0.05 });
  const { outcome } = await run(slow);
  expect(outcome).toMatchObject({
    ok: false,
    timedOut: true,
    error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out after 0.05') },
  });
  await slow.stop();
  expect(slow.dead).toBe(true);
});
