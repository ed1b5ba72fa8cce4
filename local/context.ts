import type { JWK } from 'jose';
import type { Network } from './network';
import type { Forward } from './service';
import type { Ses } from './ses/ses';

/** An invocation of a Lambda function in the local AWS. */
export interface FunctionCall {
  account: string;
  region: string;
  /** Function name, `name:qualifier`, or ARN. */
  functionArnOrName: string;
  /** The event; passed to the handler as JSON. */
  payload: unknown;
  /**
   * The AWS service that calls, and the resource on whose behalf. If given, the function's resource policy must allow
   * it, as with `aws_lambda_permission`. If left out, the caller is trusted.
   */
  invokedBy?: { principal: string; sourceArn: string };
}

/**
 * The result. `errorType` is Lambda's term, such as `Sandbox.Timedout`, or the name of the error thrown. `refused`:
 * Lambda did not run the function (not found, no permission), so the error is not the function's.
 */
export type FunctionResult =
  | { ok: true; payload: unknown }
  | { ok: false; errorType: string; errorMessage: string; timedOut?: boolean; refused?: boolean };

export interface Jwks {
  keys: JWK[];
}

/** What other services can ask about user pools. */
export interface UserPools {
  /** Public signing keys; undefined if there is no such pool or it has no keys. */
  jwks(userPoolId: string): Jwks | undefined;
  /** Whether the sign-in behind a token (`origin_jti`) is still valid: not signed out, and its user not deleted. */
  signInStands(userPoolId: string, originJti: string): boolean;
}

/** What the services of the local AWS can use of each other and of the front. */
export interface LocalContext {
  /** Base URL of the front, such as `http://127.0.0.1:4566`; throws before the front listens. */
  endpoint(): string;
  /** Directly to moto, bypassing our services. */
  forward: Forward;
  invokeFunction(call: FunctionCall): Promise<FunctionResult>;
  /** The internet, as far as the local AWS has one: stand-ins on loopback. */
  network: Network;
  /** Which senders are verified. */
  ses: Ses;
  /** What is known of user pools; empty until the Cognito service has provided it. */
  userPools: UserPools;
  /** Called once, by the Cognito service. */
  provideUserPools(pools: UserPools): void;
}
