import { AwsError } from '../aws-error';
import type { AwsResponse } from '../service';

/** The noun is AWS's: `API`, `Route`, `Integration`, `Authorizer`, `stage`. */
export const notFound = (noun: string, id: string) =>
  new AwsError('NotFoundException', `Invalid ${noun} identifier specified ${id}`, 404);

/** For a request that AWS refuses, or that needs something the local AWS doesn't have. */
export const badRequest = (message: string) => new AwsError('BadRequestException', message);

/** For a request that conflicts with an existing resource. */
export const conflict = (message: string) => new AwsError('ConflictException', message, 409);

/** A response of the API Gateway v2 API, which uses REST with JSON. */
export const answer = (status: number, body?: object): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: body ? JSON.stringify(body) : '',
});

/** An error in the format that SDKs and Terraform read. */
export const errorAnswer = ({ status, type, message }: AwsError): AwsResponse => {
  const { headers, body } = answer(status, { message });
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body };
};
