import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from '../service';
import { awsError } from '../service';

const escaped = (text: string) => text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`);

const xml = (status: number, body: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

const restJson = (message: string): AwsResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  body: JSON.stringify({ message, Message: message }),
});

/** A refusal in the protocol in which the request came. */
export function accessDenied(request: AwsRequest, message: string): AwsResponse {
  const { service, operation } = request;
  if (service === 's3') {
    const text = escaped(message);
    return xml(403, `<Error><Code>AccessDenied</Code><Message>${text}</Message></Error>`);
  }
  if (['apigateway', 'lambda', 'ses', 'xray'].includes(service)) return restJson(message);
  if (operation) return awsError(400, 'AccessDeniedException', message);
  const [code, text] = [service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied', escaped(message)];
  if (service === 'ec2')
    return xml(
      403,
      `<Response><Errors><Error><Code>${code}</Code><Message>${text}</Message></Error></Errors><RequestID>${randomUUID()}</RequestID></Response>`,
    );
  return xml(
    403,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}
