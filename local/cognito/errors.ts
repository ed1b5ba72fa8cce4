/** An error of the Cognito API. `type` is AWS's exception name; SDKs turn it into the class of that name. */
export class CognitoError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new CognitoError('InvalidParameterException', message);

/** A pool, client or other thing that the caller's account and region do not have. */
export const missing = (message: string) => new CognitoError('ResourceNotFoundException', message);

/** Wrong credentials, or a token that does not give the right. */
export const unauthorized = (message: string) => new CognitoError('NotAuthorizedException', message);

/** The one answer to every wrong name or password, so that nobody learns which of the two was wrong. */
export const badCredentials = () => unauthorized('Incorrect username or password.');
