import { AwsError } from '../aws-error';
/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** A pool, client or other thing that the caller's account and region do not have. */
export const missing = (message: string) => new AwsError('ResourceNotFoundException', message);

/** Wrong credentials, or a token that does not give the right. */
export const unauthorized = (message: string) => new AwsError('NotAuthorizedException', message);

/** The one answer to every wrong name or password, so that nobody learns which of the two was wrong. */
export const badCredentials = () => unauthorized('Incorrect username or password.');
