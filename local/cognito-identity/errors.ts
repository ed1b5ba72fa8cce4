import { AwsError } from '../aws-error';
/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** A pool or identity that is not there. */
export const missing = (message: string) => new AwsError('ResourceNotFoundException', message);

/** A login that proves nothing, or a right that it does not give. */
export const unauthorized = (message: string) => new AwsError('NotAuthorizedException', message);

/** The roles of the pool do not let anybody in; AWS tells no more than this. */
export const badRoles = () =>
  new AwsError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  );
