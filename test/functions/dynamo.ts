import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An item in DynamoDB's own form. */
export type Item = Record<string, unknown>;

interface Request {
  /** Of BatchGetItem. */
  RequestItems?: Record<string, { Keys: Item[] }>;
  /** Of GetItem and PutItem. */
  TableName?: string;
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  ReturnValuesOnConditionCheckFailure?: string;
}

/** How the stand-in responds to one request. */
export type Answer = (request: Request, response: ServerResponse) => void;

/** DynamoDB's wire format on loopback; `answer` may be changed at any time. */
export class DynamoStandIn {
  readonly calls: Request[] = [];
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
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Request;
    this.calls.push(body);
    this.answer(body, response);
  }
}

/** Sends `body` as DynamoDB does. */
function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const errorType = (type: string) => `com.amazonaws.dynamodb.v20120810#${type}`;

export const failure =
  (status: number, type: string, message = 'stand-in'): Answer =>
  (_request, response) =>
    send(response, status, { __type: errorType(type), message });

/** A function's test values in DynamoDB's form: text as S, numbers as N, lists as L of S, sets as SS. */
export const marshalled = (values: Record<string, string | number | string[] | Set<string>>): Item =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'string') return [name, { S: value }];
      if (typeof value === 'number') return [name, { N: String(value) }];
      if (value instanceof Set) return [name, { SS: [...value] }];
      return [name, { L: value.map((text) => ({ S: text })) }];
    }),
  );

/** Raised for a put whose condition does not hold. */
export class ConditionFailed extends Error {
  constructor(readonly item?: Item) {
    super('The conditional request failed');
  }
}

/** Tables in memory, as far as the functions use them: reads by key, and puts that may not overwrite. */
export class Tables {
  constructor(readonly items: Record<string, Item[]> = {}) {}

  find(table: string, key: Item): Item | undefined {
    const same = (item: Item) =>
      Object.entries(key).every(([name, value]) => JSON.stringify(item[name]) === JSON.stringify(value));
    return (this.items[table] ?? []).find(same);
  }

  answer({ RequestItems, TableName = '', Key, Item, ConditionExpression, ...options }: Request): object {
    if (RequestItems) {
      const found = Object.entries(RequestItems).map(([table, { Keys }]) => [
        table,
        Keys.flatMap((key) => this.find(table, key) ?? []),
      ]);
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    }
    if (Key) return { Item: this.find(TableName, Key) };
    const [, hash = ''] = /^attribute_not_exists\((\w+)\)$/.exec(ConditionExpression ?? '') ?? [];
    if (!Item || !hash) throw new Error('the functions put new items only, on a condition');
    const standing = this.find(TableName, { [hash]: Item[hash] });
    const told = options.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (standing) throw new ConditionFailed(told ? standing : undefined);
    this.items[TableName] = [...(this.items[TableName] ?? []), Item];
    return {};
  }
}

/** Answers from tables. */
export const holding = (items: Record<string, Item[]>): Answer => from(new Tables(items));

export const from =
  (tables: Tables): Answer =>
  (request, response) => {
    try {
      send(response, 200, tables.answer(request));
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const type = errorType('ConditionalCheckFailedException');
      send(response, 400, { __type: type, message: error.message, Item: error.item });
    }
  };

/** Responds with these one after the other; the last one is repeated. */
export const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0;
  return (request, response) => answers[Math.min(turn++, answers.length - 1)]?.(request, response);
};

/** The ways in which a store fails, each with the logged reason, and how often it is called. */
export const outages: [title: string, reason: string, calls: number, answer: Answer][] = [
  ['a store that never answers', 'store-timeout', 2, () => undefined],
  ['a refused connection', 'store-unavailable', 2, (_request, response) => response.destroy()],
  ['an outage', 'store-unavailable', 2, failure(500, 'InternalServerError')],
  ['missing rights', 'store-unavailable', 1, failure(400, 'AccessDeniedException')],
  ['a missing table', 'store-unavailable', 1, failure(400, 'ResourceNotFoundException')],
  ['throttling', 'store-throttled', 2, failure(400, 'ProvisionedThroughputExceededException')],
];

/** Responds with this body to anything. */
export const body =
  (content: unknown): Answer =>
  (_request, response) =>
    send(response, 200, content);

/** Starts a response and never ends it. */
export const stopsHalfway: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.write('{"Responses": {"us');
};
