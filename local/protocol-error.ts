import { randomUUID } from 'node:crypto';
import { type AwsRequest, type AwsResponse, awsError } from './service';

/** An error that any service can return. */
export interface ProtocolError {
  status: number;
  /** AWS's name for it. */
  code: string;
  message: string;
  /** Further members, in JSON protocols only. */
  more?: Record<string, unknown>;
}

/** A service's protocol. The query protocols answer in XML. */
export type Protocol = 'json' | 'rest-json' | 's3' | 'ec2' | 'query';

const restJson = ['apigateway', 'lambda', 'ses', 'xray'];

/** The protocol of a request. */
export function protocolOf({ service, operation }: Pick<AwsRequest, 'service' | 'operation'>): Protocol {
  if (service === 's3' || service === 'ec2') return service;
  if (restJson.includes(service)) return 'rest-json';
  return operation ? 'json' : 'query';
}

const escaped = (text: string) => text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`);

const xml = (status: number, body: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** An error in the protocol of the request. */
export function protocolError(
  request: Pick<AwsRequest, 'service' | 'operation'>,
  { status, code, message, more = {} }: ProtocolError,
): AwsResponse {
  const text = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
  switch (protocolOf(request)) {
    case 'json':
      return awsError(status, code, message, more);
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ message, Message: message, ...more }),
      };
    case 's3':
      return xml(status, `<Error>${text}</Error>`);
    case 'ec2':
      return xml(
        status,
        `<Response><Errors><Error>${text}</Error></Errors><RequestID>${randomUUID()}</RequestID></Response>`,
      );
    case 'query':
      return xml(
        status,
        `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>${text}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
      );
  }
}
