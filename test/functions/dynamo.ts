import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = Record<string, { S: string }>;
export interface BatchGet {
  RequestItems: Record<string, { Keys: Item[]; ConsistentRead?: boolean }>;
}

/** How the stand-in answers one request. */
export type Answer = (request: BatchGet, response: ServerResponse) => void;

/** DynamoDB's wire format on loopback; `answer` may be changed at any time. */
export class DynamoStandIn {
  readonly calls: BatchGet[] = [];
  answer: Answer = failure(500, 'InternalServerError');
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as BatchGet;
    this.calls.push(body);
    this.answer(body, response);
  }
}

/** Sends `body` as DynamoDB does. */
export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const failure =
  (status: number, type: string, message = 'stand-in'): Answer =>
  (_request, response) =>
    send(response, status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });

const textItem = (attributes: Record<string, string>): Item =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }]));

/** Answers each key with the item of its table that has all the key's attributes. */
export const holding =
  (tables: Record<string, Record<string, string>[]>): Answer =>
  ({ RequestItems }, response) => {
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [
        table,
        (tables[table] ?? [])
          .map(textItem)
          .filter((item) => Keys.some((key) => Object.keys(key).every((k) => item[k]?.S === key[k]?.S))),
      ]),
    );
    send(response, 200, { Responses, UnprocessedKeys: {} });
  };
