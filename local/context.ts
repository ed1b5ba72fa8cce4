import type { JWK } from 'jose';
import type { Network } from './network';
import type { Forward } from './service';
import type { Ses } from './ses/ses';

/** One run of a Lambda function in the local AWS. */
export interface FunctionCall {
  account: string;
  region: string;
  /** Function name, `name:qualifier`, or ARN. */
  functionArnOrName: string;
  /** The event; goes to the handler as JSON. */
  payload: unknown;
  /**
   * The AWS service that calls, and on behalf of what. When given, the function's own resource policy
   * must allow it, as `aws_lambda_permission` does. Left out: the caller is trusted.
   */
  invokedBy?: { principal: string; sourceArn: string };
}

/**
 * What came of it. `errorType` is Lambda's word, such as `Sandbox.Timedout` or the thrown error's name.
 * `refused`: Lambda itself did not run the function (none there, no permission); the error is not the function's.
 */
export type FunctionResult =
  | { ok: true; payload: unknown }
  | { ok: false; errorType: string; errorMessage: string; timedOut?: boolean; refused?: boolean };

export interface Jwks {
  keys: JWK[];
}

/** What other services may ask of user pools. */
export interface UserPools {
  /** Public signing keys; undefined when no such pool has keys. */
  jwks(userPoolId: string): Jwks | undefined;
  /** Whether the sign-in that a token came from (`origin_jti`) is still valid: not signed out, its user not deleted. */
  signInStands(userPoolId: string, originJti: string): boolean;
}

/** What the services of the local AWS may ask of one another and of their front. */
export interface LocalContext {
  /** Base URL of the front, such as `http://127.0.0.1:4566`; throws before the front listens. */
  endpoint(): string;
  /** Straight to moto, past every service of ours. */
  forward: Forward;
  invokeFunction(call: FunctionCall): Promise<FunctionResult>;
  /** The internet, as far as the local AWS has one: stand-ins on loopback. */
  network: Network;
  /** What may be mailed from. */
  ses: Ses;
  /** What is known of user pools; empty until Cognito has told. */
  userPools: UserPools;
  /** The Cognito service calls this once. */
  provideUserPools(pools: UserPools): void;
}
