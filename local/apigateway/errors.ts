import { AwsError } from '../aws-error';
import type { AwsResponse } from '../service';

/** The noun is AWS's: `API`, `Route`, `Integration`, `Authorizer`, `stage`. */
export const notFound = (noun: string, id: string) =>
  new AwsError('NotFoundException', `Invalid ${noun} identifier specified ${id}`, 404);

/** A request that AWS refuses, or that asks for what the local AWS has not. */
export const badRequest = (message: string) => new AwsError('BadRequestException', message);

/** A request that contradicts what is there. */
export const conflict = (message: string) => new AwsError('ConflictException', message, 409);

/** An answer of the API Gateway v2 API, which speaks REST with JSON. */
export const answer = (status: number, body?: object): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: body ? JSON.stringify(body) : '',
});

/** An error in the shape that SDKs and Terraform read. */
export const errorAnswer = ({ status, type, message }: AwsError): AwsResponse => {
  const { headers, body } = answer(status, { message });
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body };
};
