import { AwsError } from './aws-error';
import { type AwsResponse, awsError, json } from './service';

/** The operations of a service: what runs by AWS's name of the operation, or by `METHOD /path` where it speaks REST. */
export type Operations<Run> = Readonly<Record<string, Run>>;

/** What runs an operation; undefined where the table has none of that name. */
export const operationIn = <Run>(operations: Operations<Run>, name: string): Run | undefined =>
  Object.hasOwn(operations, name) ? operations[name] : undefined;

/** The answer of an operation in a JSON protocol: what it gives, or the AwsError that it throws. */
export async function jsonAnswer(run: () => unknown, version: '1.0' | '1.1' = '1.1'): Promise<AwsResponse> {
  try {
    return json(200, await run(), version);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return awsError(error.status, error.type, error.message, error.more, version);
  }
}
