import { AwsError } from '../aws-error';
/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** A pool, client or other resource that doesn't exist in the caller's account and region. */
export const missing = (message: string) => new AwsError('ResourceNotFoundException', message);

/** Wrong credentials, or a token without the necessary permission. */
export const unauthorized = (message: string) => new AwsError('NotAuthorizedException', message);

/** The same error for a wrong name and a wrong password, so that callers can't tell which one was wrong. */
export const badCredentials = () => unauthorized('Incorrect username or password.');
