import { protocolError, protocolOf } from '../protocol-error';
import type { AwsRequest, AwsResponse } from '../service';

const errors = {
  json: { status: 400, code: 'AccessDeniedException' },
  'rest-json': { status: 403, code: 'AccessDeniedException' },
  s3: { status: 403, code: 'AccessDenied' },
  ec2: { status: 403, code: 'UnauthorizedOperation' },
  query: { status: 403, code: 'AccessDenied' },
};

/** A refusal in the request's own protocol. */
export const accessDenied = (request: AwsRequest, message: string): AwsResponse =>
  protocolError(request, { ...errors[protocolOf(request)], message });
