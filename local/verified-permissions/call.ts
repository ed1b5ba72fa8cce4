import type { z } from 'zod';
import type { Jwks } from '../context';
import { invalid } from './errors';
import type { PlaceStores } from './state';

/** Source of token issuers' public keys; undefined if there are none. */
export interface IssuerKeys {
  cognito(userPoolId: string): Jwks | undefined;
  openIdConnect(issuer: string): Promise<Jwks>;
}

/** One call of the API by one account in one region. */
export interface Call<Input> {
  place: PlaceStores;
  input: Input;
  now: Date;
  keys: IssuerKeys;
}

/** An operation with unvalidated input: returns the response body, or throws AwsError. */
export type Operation = (call: Call<unknown>) => object | Promise<object>;

/** Combines an operation with the parser of its requests. Invalid requests are a ValidationException. */
export const operation =
  <Schema extends z.ZodType>(
    schema: Schema,
    run: (call: Call<z.infer<Schema>>) => object | Promise<object>,
  ): Operation =>
  (call) => {
    const read = schema.safeParse(call.input);
    if (read.success) return run({ ...call, input: read.data });
    throw invalid(
      ...read.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'request', message })),
    );
  };
