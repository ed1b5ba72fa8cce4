import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of Cognito's API. */
export interface CognitoCall {
  operation: string;
  input: Record<string, unknown>;
}

/** How the stand-in responds to one call. */
export type CognitoAnswer = (call: CognitoCall, response: ServerResponse) => void;

export function reply(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(content));
}

export const refusal =
  (status: number, type: string, message = 'stand-in'): CognitoAnswer =>
  (_call, response) =>
    reply(response, status, { __type: type, message });

/** Cognito's wire format on loopback; `answer` may be changed at any time. */
export class CognitoStandIn {
  readonly calls: CognitoCall[] = [];
  answer: CognitoAnswer = refusal(500, 'InternalErrorException');
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const call = { operation, input: JSON.parse(Buffer.concat(chunks).toString()) };
    this.calls.push(call);
    this.answer(call, response);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A user as ListUsers shows it. */
export const poolUser = (
  Username: string,
  { email = 'x@example.com', verified = 'true', enabled = true, status = 'CONFIRMED' } = {},
) => ({
  Username,
  Attributes: [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: verified },
  ],
  Enabled: enabled,
  UserStatus: status,
});

/** Lists these users, one page per list, and links whomever it is asked to. */
export const listing =
  (...pages: ReturnType<typeof poolUser>[][]): CognitoAnswer =>
  ({ operation, input }, response) => {
    if (operation === 'AdminLinkProviderForUser') return reply(response, 200, {});
    const page = Number(input.PaginationToken ?? 0);
    const next = page + 1 < pages.length ? { PaginationToken: String(page + 1) } : {};
    reply(response, 200, { Users: pages[page] ?? [], ...next });
  };
