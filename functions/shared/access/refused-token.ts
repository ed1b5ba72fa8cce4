import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  FetchError,
  JwkInvalidKtyError,
  JwkInvalidUseError,
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidClaimError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { Denied, type Reason } from '../denied';

type ErrorClass = abstract new (...args: never[]) => Error;

/** What is wrong with the token. The first matching class counts, so each comes before the one that it extends. */
const ofTokens: readonly (readonly [ErrorClass, Reason])[] = [
  [JwtExpiredError, 'token-expired'],
  [JwtNotBeforeError, 'token-not-yet-valid'],
  [JwtInvalidIssuerError, 'token-of-another-issuer'],
  [CognitoJwtInvalidTokenUseError, 'token-of-another-kind'],
  [CognitoJwtInvalidClientIdError, 'token-of-another-client'],
  [JwtInvalidClaimError, 'token-malformed'],
  [JwtInvalidSignatureAlgorithmError, 'token-forged'],
  [JwtInvalidSignatureError, 'token-forged'],
  [KidNotFoundInJwksError, 'token-key-unknown'],
  // Our keys were fetched less than 10 s ago, and the token's is not among them.
  [WaitPeriodNotYetEndedJwkError, 'token-key-unknown'],
  [JwtWithoutValidKidError, 'token-malformed'],
  [JwtParseError, 'token-malformed'],
];

/** The pool's answer is not a key set, or the key is not for signatures. */
const ofKeys: readonly ErrorClass[] = [
  JwksValidationError,
  JwkValidationError,
  JwkInvalidUseError,
  JwkInvalidKtyError,
];

/**
 * Why a token could not be verified, as Denied: a refusal if something is wrong with the token, a fault (`store-…`) if
 * the pool's keys could not be fetched. Messages are dropped, since they repeat parts of the token. Errors that are not
 * the library's are returned unchanged.
 */
export function refusedToken(error: unknown): unknown {
  const [, reason] = ofTokens.find(([type]) => error instanceof type) ?? [];
  if (reason) return new Denied(reason);
  if (ofKeys.some((type) => error instanceof type)) return new Denied('store-malformed', { record: 'keys' });
  if (!(error instanceof FetchError)) return error;
  const timeout = /time-?out/i.test(error.message);
  return new Denied(timeout ? 'store-timeout' : 'store-unavailable', { error: 'FetchError', record: 'keys' });
}
