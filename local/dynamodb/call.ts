import { jsonBody, ownRequest } from '../forward';
import type { AwsRequest, AwsResponse, Forward } from '../service';

/** Where a table is: an account and one of its regions. */
export type Place = Pick<AwsRequest, 'account' | 'region'>;

const VERSION = 'DynamoDB_20120810';

/** Operation of a DynamoDB request; undefined for streams and other services. */
export const operationOf = (request: AwsRequest): string | undefined => {
  const [version, operation] = (request.headers['x-amz-target'] ?? '').split('.');
  return version === VERSION ? operation : undefined;
};

/** moto's error for one of our calls; it is returned to the caller unchanged. */
export class Refused extends Error {
  constructor(readonly answer: AwsResponse) {
    super(`DynamoDB refused: ${String(answer.body)}`);
  }
}

/** Calls moto's DynamoDB. Throws Refused. */
export async function call(
  forward: Forward,
  { account, region }: Place,
  operation: string,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: AWS responses differ by operation
): Promise<any> {
  const answer = await forward(
    ownRequest(
      { service: 'dynamodb', account, region },
      {
        target: `${VERSION}.${operation}`,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(input),
      },
    ),
  );
  if (answer.status !== 200) throw new Refused(answer);
  return jsonBody(answer);
}
