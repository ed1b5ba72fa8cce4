import { ownRequest } from '../forward';
import type { AwsRequest, Forward } from '../service';

/** Lambda's own lines around the function's output. `milliseconds` is the duration of the run. */
export function invocationLog(
  run: { requestId: string; version: string; memoryMb: number; milliseconds: number },
  written: string,
): string {
  const { requestId, version, memoryMb, milliseconds } = run;
  const gap = written && !written.endsWith('\n') ? '\n' : '';
  return (
    `START RequestId: ${requestId} Version: ${version}\n${written}${gap}END RequestId: ${requestId}\n` +
    `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms\t` +
    `Billed Duration: ${Math.ceil(milliseconds)} ms\tMemory Size: ${memoryMb} MB\n`
  );
}

/** The last 4 KB, the limit of `X-Amz-Log-Result`. */
export const logTail = (text: string) => Buffer.from(text).subarray(-4096).toString('base64');

/** Writes a run's log to the function's log group, if there is one. A log never fails an invocation. */
export async function writeLog(
  forward: Forward,
  where: Pick<AwsRequest, 'account' | 'region'>,
  stream: { logGroupName: string; logStreamName: string },
  text: string,
): Promise<void> {
  const { account, region } = where;
  const send = (operation: string, fields: object) =>
    forward(
      ownRequest(
        { service: 'logs', account, region },
        { target: `Logs_20140328.${operation}`, body: JSON.stringify({ ...stream, ...fields }) },
      ),
    );
  const timestamp = Date.now();
  const logEvents = text
    .split('\n')
    .filter(Boolean)
    .map((message) => ({ timestamp, message }));
  const written = await send('PutLogEvents', { logEvents });
  if (written.status === 200) return;
  // The stream doesn't exist yet; if this fails too, neither does the group.
  const created = await send('CreateLogStream', {});
  if (created.status === 200) await send('PutLogEvents', { logEvents });
}
