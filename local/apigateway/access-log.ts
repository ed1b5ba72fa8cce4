import { writeLog } from '../lambda/logs';
import type { Forward } from '../service';
import type { Exchange } from './exchange';
import { contextValue } from './variables';

const VARIABLE = /\$context\.([\w-]+(?:\.[\w-]+)*)/g;

/** Escaped as in a JSON string, so that no client can break a line or forge another member. */
const escaped = (value: string) => JSON.stringify(value).slice(1, -1);

/**
 * One line of an access log: the format with every context variable filled in, `-` if its value is unknown.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const accessLine = (exchange: Exchange, format: string): string =>
  format.replace(VARIABLE, (_, name: string) => escaped(contextValue(exchange, name) ?? '-'));

/** Writes the line to the stage's log group, if it has one. */
export async function logAccess(forward: Forward, exchange: Exchange): Promise<void> {
  const { api, stage } = exchange;
  const { destinationArn = '', format } = stage.accessLogSettings ?? {};
  const [, , , region = '', account = '', , logGroupName] = destinationArn.split(':');
  if (!logGroupName || !format) return;
  const stream = { logGroupName, logStreamName: `local/${api.apiId}/${stage.stageName}` };
  await writeLog(forward, { account, region }, stream, accessLine(exchange, format));
}
