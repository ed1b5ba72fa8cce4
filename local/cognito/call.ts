import { AwsError } from '../aws-error';
import type { LocalContext } from '../context';
import { ownRequest } from '../forward';

import type { Place } from '../place';
import type { State } from './state';

/** One call of the Cognito user-pools API. */
export interface Call<Input> extends Place {
  operation: string;
  input: Input;
  /** Whether the request has AWS credentials; end users' operations have none. */
  signed: boolean;
  /** `User-Agent` of the caller, or empty. */
  userAgent: string;
}

/** Calls moto's Cognito in one account and region. Throws moto's error as an AwsError. */
export type Moto = (place: Place, operation: string, input: object) => Promise<Record<string, unknown>>;

/** What every operation works with. */
export interface Cognito {
  state: State;
  moto: Moto;
  invokeFunction: LocalContext['invokeFunction'];
  /** The internet, as far as the local AWS has one. */
  network: LocalContext['network'];
  ses: LocalContext['ses'];
  /** Milliseconds since 1970. */
  now(): number;
}

/** An operation: returns the response body, or throws AwsError. */
// biome-ignore lint/suspicious/noExplicitAny: each operation names its own input; the wire guarantees none of them
export type Operation<Input = any> = (cognito: Cognito, call: Call<Input>) => Promise<object>;

const target = 'AWSCognitoIdentityProviderService.';

/** Operation name from `X-Amz-Target`; undefined if the request is not for user pools. */
export const operationOf = (header: string | undefined) =>
  header?.startsWith(target) ? header.slice(target.length) : undefined;

/** Makes a caller of moto's Cognito from the front's `forward`. */
export const motoCaller =
  (forward: LocalContext['forward']): Moto =>
  async ({ account, region }, operation, input) => {
    const to = { service: 'cognito-idp', region, account };
    const what = { target: `${target}${operation}`, body: JSON.stringify(input) };
    const answer = await forward(ownRequest(to, what));
    const text = answer.body.toString();
    let body: Record<string, unknown>;
    try {
      body = text ? JSON.parse(text) : {};
    } catch {
      throw new AwsError('InternalErrorException', `moto's response to ${operation} is not JSON`, 500);
    }
    if (answer.status < 300) return body;
    const type = String(body.__type ?? 'InternalErrorException');
    throw new AwsError(type, String(body.message ?? body.Message ?? ''), answer.status);
  };
