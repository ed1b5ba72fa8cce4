import type { AwsResponse } from '../service';

/** An error of the API Gateway v2 API. `type` is AWS's exception name. */
export class ApiGatewayError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** The noun is AWS's: `API`, `Route`, `Integration`, `Authorizer`, `stage`. */
export const notFound = (noun: string, id: string) =>
  new ApiGatewayError(404, 'NotFoundException', `Invalid ${noun} identifier specified ${id}`);

/** A request that AWS refuses, or that asks for what the local AWS has not. */
export const badRequest = (message: string) => new ApiGatewayError(400, 'BadRequestException', message);

/** A request that contradicts what is there. */
export const conflict = (message: string) => new ApiGatewayError(409, 'ConflictException', message);

/** An answer of the API Gateway v2 API, which speaks REST with JSON. */
export const answer = (status: number, body?: object): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: body ? JSON.stringify(body) : '',
});

/** An error in the shape that SDKs and Terraform read. */
export const errorAnswer = ({ status, type, message }: ApiGatewayError): AwsResponse => {
  const { headers, body } = answer(status, { message });
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body };
};
