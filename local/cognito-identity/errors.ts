import { AwsError } from '../aws-error';
/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** A pool or identity that doesn't exist. */
export const missing = (message: string) => new AwsError('ResourceNotFoundException', message);

/** An invalid login, or one without the necessary permission. */
export const unauthorized = (message: string) => new AwsError('NotAuthorizedException', message);

/** The pool's roles cannot be assumed; AWS gives no further reason. */
export const badRoles = () =>
  new AwsError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  );
